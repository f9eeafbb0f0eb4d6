// The formats of tables: the file of each ends with its row.
#ifndef WT_IO_TABLE_FORMATS_H
#define WT_IO_TABLE_FORMATS_H

#include "io/file/output.h"
#include "io/table/parts.h"

enum { WT_TABLE_HEAD = 64 };

typedef struct {
    int bits;           // 16 for integers, 32 for floats
    const char *name;   // of the table where it has no title, such as its file's; never null
    uint64_t n_clipped; // out: integers that became full scale
} wt_table_writing;

// Write `table` to `output`, which the caller commits or abandons. WT_UNSUPPORTED, before anything
// is written, where the format cannot hold the table; else the failure of the output. Floats read
// back the same; integers are rounded to nearest even.
typedef wt_status wt_table_writer(wt_output *output, const wt_table_file *table,
                                  wt_table_writing *how, wt_message *message);

typedef struct {
    const char *name;      // the word of -t, and the suffix; null: files of this kind are read only
    const char *what;      // for people
    uint32_t cycle_length; // the only one that it can hold; 0: any
    wt_table_reader *read; // null: it is only written
    wt_table_writer *write;                                // null: it is only read
    bool (*begins)(const uint8_t head[WT_TABLE_HEAD + 1]); // whether a file is of this kind
} wt_table_format;

// In the order in which they are tried; the last takes whatever is left.
extern const wt_table_format *const wt_table_formats[];
extern const size_t wt_n_table_formats;

// Return the format that is written under the word `name` of `length` letters, in any case; null:
// there is none.
const wt_table_format *wt_table_format_named(const char *name, size_t length);

// The same by the suffix of `path`.
const wt_table_format *wt_table_format_of(const char *path);

#endif
