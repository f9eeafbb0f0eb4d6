// Reading tables from a path, or from bytes.
#ifndef WT_TESTS_TABLE_FILE_H
#define WT_TESTS_TABLE_FILE_H

#include "io/table/table_in.h"

static inline wt_status read_table(wt_table_file *table, const char *path,
                                   const wt_table_wish *wish, const wt_warner *warner,
                                   wt_message *message) {
    wt_source source;
    *table = (wt_table_file){0};
    wt_status status = wt_source_open(&source, path, message);
    if (status == WT_OK) {
        status = wt_table_read(table, &source, path, wish, warner, message);
    }
    wt_source_close(&source);
    return status;
}

static inline wt_status parse_table(wt_table_file *table, const uint8_t *at, size_t n,
                                    const wt_table_wish *wish, const wt_warner *warner,
                                    wt_message *message) {
    wt_source source;
    wt_source_memory(&source, at, n);
    return wt_table_read(table, &source, NULL, wish, warner, message);
}

#endif
