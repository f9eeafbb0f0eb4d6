// What a compiler takes for granted: the four functions that a freestanding program brings.
#ifndef WT_BASE_MEMORY_H
#define WT_BASE_MEMORY_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *bytes, int value, size_t n);
int memcmp(const void *a, const void *b, size_t n);

#endif
