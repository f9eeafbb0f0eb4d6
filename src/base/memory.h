// What a compiler takes for granted: the four functions that a freestanding program brings.
#ifndef WT_BASE_MEMORY_H
#define WT_BASE_MEMORY_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *bytes, int value, size_t n);
int memcmp(const void *a, const void *b, size_t n);

// There a compiler must be told that they are those that it knows.
#if !__STDC_HOSTED__
#define memcpy __builtin_memcpy
#define memmove __builtin_memmove
#define memset __builtin_memset
#endif

#endif
