#include "plot_csv.h"

table csv_of(const char *words) {
    table t = {0};
    ending e = run("plot %s -o - -t csv", words);
    assert_done(&e, words);
    char *line = strtok((char *)e.out, "\n");
    assert_non_null(line);
    snprintf(t.header, sizeof t.header, "%s", line);
    size_t room = 0;
    while ((line = strtok(NULL, "\n"))) {
        if (t.n == room) {
            room = room ? 2 * room : 4096;
            t.rows = realloc(t.rows, room * sizeof *t.rows);
            assert_non_null(t.rows);
        }
        row *r = &t.rows[t.n++];
        r->what[0] = '\0';
        assert_true(sscanf(line, "%lf,%lf,%31[^\n]", &r->x, &r->y, r->what) >= 2);
    }
    forget(&e);
    return t;
}

void free_table(table *t) {
    free(t->rows);
    *t = (table){0};
}

size_t n_rows_of(const table *t, const char *what) {
    size_t n = 0;
    for (size_t i = 0; i < t->n; ++i) {
        n += strcmp(t->rows[i].what, what) == 0;
    }
    return n;
}
