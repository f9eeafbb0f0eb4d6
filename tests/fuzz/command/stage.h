// The folder that fuzzed commands run in, and what they print.
#ifndef WT_TESTS_STAGE_H
#define WT_TESTS_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Make the folder, with in/ and out/, and go there. What a run leaves elsewhere is removed by
// stage_clear, but for what stage_keep saw.
void stage_set_up(void);
void stage_keep(void);
void stage_clear(void);

void stage_file(const char *name, const char *text);

// Catch stdout and stderr.
void stage_begin(void);
void stage_end(void);
const unsigned char *stage_out(size_t *n);
const char *stage_err(size_t *n);

// How many descriptors are open.
int stage_descriptors(void);

// Print what was caught, and the files that were given.
void stage_show(void);

// Of out/ and what was printed.
uint64_t stage_hash(void);
bool stage_has_temporary(void);

#endif
