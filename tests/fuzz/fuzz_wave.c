// Fuzzes wave specs: what they read reads again as the same, and every field is in its range.
#include "fuzz_text.h"

#include "text/wave.h"

static void check_item(const wt_wave_item *item, const char *text) {
    const bool has_path = item->kind == WT_WAVE_NAME || item->kind == WT_WAVE_FILE;
    CHECK(has_path == (item->path != NULL));
    CHECK(!has_path || item->path[0] != 0);
    const bool is_shape = item->kind == WT_WAVE_SHAPE;
    CHECK((is_shape && item->cycle.kind == WT_CYCLE_HARMONICS) == (item->cycle.n_amplitudes > 0));
    CHECK(item->cycle.n_amplitudes <= WT_WAVE_MAX_AMPLITUDES);
    CHECK(!is_shape || item->cycle.kind != WT_CYCLE_PULSE ||
          (item->cycle.width > 0 && item->cycle.width < 1));
    CHECK(!item->pick.has_cycles || (has_path && item->pick.first >= 0 && item->pick.last >= 0));
    CHECK(!item->pick.has_part || (has_path && item->pick.part >= 0));
    CHECK(item->at == 0 || text[item->at - 1] == ',');
    CHECK(item->kind != WT_WAVE_FILE || strpbrk(item->path, "./"));
    CHECK(item->kind != WT_WAVE_NAME || wt_wave_name_length(item->path) == strlen(item->path));
    for (size_t i = 0; i < item->cycle.n_amplitudes; ++i) {
        CHECK(item->cycle.amplitudes[i] - item->cycle.amplitudes[i] == 0); // finite
    }
}

static void check_same_item(const wt_wave_item *a, const wt_wave_item *b) {
    CHECK(a->kind == b->kind && a->at == b->at && a->cycle.width == b->cycle.width);
    CHECK(a->pick.has_cycles == b->pick.has_cycles && a->pick.is_approx == b->pick.is_approx);
    CHECK(a->pick.first == b->pick.first && a->pick.last == b->pick.last);
    CHECK(a->pick.has_part == b->pick.has_part && a->pick.part == b->pick.part);
    CHECK(!a->path || strcmp(a->path, b->path) == 0);
    CHECK(a->cycle.n_amplitudes == b->cycle.n_amplitudes);
    CHECK(a->cycle.n_amplitudes == 0 ||
          memcmp(a->cycle.amplitudes, b->cycle.amplitudes,
                 a->cycle.n_amplitudes * sizeof *a->cycle.amplitudes) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = copy_text(data, size);
    wt_wave_text wave;
    arm_memory(data, size);
    const wt_parse parse = wt_read_wave(text, &wave);
    if (!check_parse(text, parse)) {
        CHECK(!wave.items && wave.n_items == 0);
        free(text);
        return 0;
    }
    CHECK(wave.n_items >= 1 && wave.n_items <= WT_WAVE_MAX_ITEMS);
    cut(text, parse);
    wt_wave_text again;
    CHECK(same_parse(parse, wt_read_wave(text, &again)));
    CHECK(again.n_items == wave.n_items);
    for (size_t i = 0; i < wave.n_items; ++i) {
        check_item(&wave.items[i], text);
        check_same_item(&wave.items[i], &again.items[i]);
    }
    wt_wave_text_free(&again);
    wt_wave_text_free(&wave);
    free(text);
    return 0;
}
