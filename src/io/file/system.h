// What Linux has and other systems have not, by a name each; WT_PLAIN_POSIX takes all of it away,
// so that the ways around can be tested. To be included last.
#ifndef WT_IO_FILE_SYSTEM_H
#define WT_IO_FILE_SYSTEM_H

#ifdef WT_PLAIN_POSIX
#undef O_TMPFILE
#undef RENAME_EXCHANGE
#undef FALLOC_FL_KEEP_SIZE
#undef MADV_HUGEPAGE
#elif defined __linux__
#define WT_HAS_SYNCFS
#define WT_HAS_ATTRIBUTES // of files, by names
#endif

#endif
