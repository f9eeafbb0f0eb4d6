// The functions that a compiler may call for what it does not do itself.
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *bytes, int value, size_t n);
void *memmove(void *to, const void *from, size_t n);

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
    __builtin_memcpy(to, from, n);
    return to;
}

void *memmove(void *to, const void *from, size_t n) {
    __builtin_memmove(to, from, n);
    return to;
}

void *memset(void *bytes, int value, size_t n) {
    __builtin_memset(bytes, value, n);
    return bytes;
}
