// Hashes of what the library plays: the same on every machine.
#ifndef CASES_H
#define CASES_H

#include <stdint.h>

int n_cases(void);
uint64_t case_hash(int number);

#endif
