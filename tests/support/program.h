// The real program, run as people run it: words in; status, sound and messages out.
#ifndef WT_TESTS_PROGRAM_H
#define WT_TESTS_PROGRAM_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif
#else
static const bool is_sanitized = false;
#endif

// What a run came to. `out` and `err` are to be freed by forget(); both end with a NUL.
typedef struct {
    int status; // 128 + n: ended by signal n
    unsigned char *out;
    size_t n_out;
    char *err;
    size_t n_err;
    long peak_kb; // of resident memory
    long page_faults;
} ending;

// How a run differs from the usual one.
typedef struct {
    void (*prepare)(void); // in the child, before the program
    const char *out_path;  // stdout, in place of a pipe
    const char *in_path;   // stdin, in place of /dev/null
} circumstances;

void forget(ending *e);
void stand_in(int fd, const char *path, int flags);
pid_t launch(const char *const *argv, const circumstances *how, int out, int err);
bool drain(int fd, unsigned char **at, size_t *n, size_t *room);
int status_of(int wait_status);

// Run argv[0] with its words, null at their end.
ending run_argv(const char *const *argv, const circumstances *how);

enum { MOST_WORDS = 256 };

// Run the program with the words of `line`, which are parted by single spaces; '' is an empty word.
ending run_how(const circumstances *how, const char *line);
__attribute__((format(printf, 1, 2))) ending run(const char *format, ...);

// Run a line of shell, in which $WT is the program.
__attribute__((format(printf, 1, 2))) ending run_shell(const char *format, ...);
size_t n_lines(const char *text);

// Status 0 and not a word on stderr.
void assert_done(const ending *e, const char *what);

// Status 0 and one line, a note that holds `part`: of what is legal and looks like a slip.
void assert_done_with_note(const ending *e, const char *part, const char *what);

// `status`, and one line that begins with the program's name and holds `part`; the text that it is
// about, with a caret below, may follow.
void assert_refused(const ending *e, int status, const char *part, const char *what);
bool has_command(const char *name);

// Let @NAME find the presets that lie beside the program.
void use_shipped_presets(void);
int16_t i16_at(const ending *e, size_t i);
float f32_at(const ending *e, size_t i);

#endif
