// Memory for millions of samples.
#ifndef WT_IO_TABLE_LARGE_BLOCK_H
#define WT_IO_TABLE_LARGE_BLOCK_H

#include <stddef.h>

// Return `n` bytes, in pages as large as the system has, or null; release with free. Under a
// hypervisor the 512 small pages of a table of 2 MB may cost more than to read its file.
void *wt_large_block(size_t n);

#endif
