// The hashes as a module of WebAssembly.
#include "cases.h"

__attribute__((export_name("n_cases"))) int count(void) {
    return n_cases();
}

__attribute__((export_name("high"))) uint32_t high(int number) {
    return (uint32_t)(case_hash(number) >> 32);
}

__attribute__((export_name("low"))) uint32_t low(int number) {
    return (uint32_t)case_hash(number);
}
