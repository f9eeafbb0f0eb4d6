/// @file
/// What a call can come back with. Failure is a value: every fallible function
/// returns a wt_status, zero is success, and what was there before stays as it was.
#ifndef WAVETABLE_STATUS_H
#define WAVETABLE_STATUS_H

/// What the shared library shows.
#if defined _WIN32
#define WT_API
#else
#define WT_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    WT_OK = 0,      ///< Done
    WT_BAD_SYNTAX,  ///< Text that does not follow its grammar
    WT_BAD_RANGE,   ///< A value outside its documented range
    WT_BAD_FORMAT,  ///< A file whose bytes are not what its format promises
    WT_UNSUPPORTED, ///< A known format or feature that is not supported
    WT_NO_MEMORY,   ///< An allocation failed, or the room that the caller brought is too small
    WT_LIMIT,       ///< A documented limit would be passed
    WT_SYSTEM,      ///< The operating system refused; errno says why
} wt_status;

/// Return a short lower-case description of `status`, never null.
WT_API const char *wt_strerror(wt_status status);

#ifdef __cplusplus
}
#endif

#endif
