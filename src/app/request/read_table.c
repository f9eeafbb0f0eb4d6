// Readers of the options of the table command.
#include "app/request/readers.h"
#include "app/request/value.h"

void wt_option_table_type(wt_option_use *use) {
    static const char *const words[] = {"wav", "wt", NULL};
    const int i = wt_value_word(use, words, -1);
    use->request->table_type = i >= 0 ? words[i] : NULL;
}

void wt_option_table_bits(wt_option_use *use) {
    static const char *const words[] = {"16", "32", NULL};
    use->request->bits = wt_value_word(use, words, 1) == 0 ? 16 : 32;
}

static void read_count(wt_option_use *use, long low, long high, uint32_t *out) {
    long number;
    if (wt_value_integer(use, low, high, &number)) {
        *out = (uint32_t)number;
    }
}

void wt_option_table_frame(wt_option_use *use) {
    read_count(use, 2, 65536, &use->request->table_frame);
}

void wt_option_table_length(wt_option_use *use) {
    read_count(use, 2, 65536, &use->request->table_length);
}

void wt_option_table_cycles(wt_option_use *use) {
    read_count(use, 1, 4096, &use->request->table_cycles);
}

void wt_option_json(wt_option_use *use) {
    use->request->json = true;
}
