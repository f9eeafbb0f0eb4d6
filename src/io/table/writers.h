// The writers of tables, and what they share.
#ifndef WT_IO_TABLE_WRITERS_H
#define WT_IO_TABLE_WRITERS_H

#include "io/table/formats.h"

wt_table_writer wt_table_write_wav;   // with a clm chunk: Serum, Vital, Surge XT, Hive
wt_table_writer wt_table_write_wt;    // cycles of 2..4096 samples, a power of two, at most 512
wt_table_writer wt_table_write_vital; // cycles of 2048 samples, at most 257, floats

// A header as it grows.
typedef struct {
    uint8_t bytes[320];
    size_t n;
} wt_table_head;

void wt_head_bytes(wt_table_head *head, const char *bytes, size_t n);
void wt_head_number(wt_table_head *head, uint32_t value, int n_bytes); // little-endian

// Return `sample` as 16 bits, rounded to nearest even; counts it where it saturates.
int16_t wt_table_int16(float sample, uint64_t *n_clipped);

// Write the header, then all samples as how->bits say.
wt_status wt_table_write_samples(wt_output *output, const wt_table_head *head,
                                 const wt_table_file *table, wt_table_writing *how,
                                 wt_message *message);

#endif
