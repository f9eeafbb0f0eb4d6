// Ogg streams of which pages are missing are not whole, whoever lost them.
#include "folder.h"
#include "sound_maker.h"

#include "io/sound/ogg_serial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { FRAMES = 400000, MOST_PAGES = 100 };

static size_t page_size(const unsigned char *page) {
    size_t size = 27 + (size_t)page[26];
    for (int i = 0; i < page[26]; i++) {
        size += page[27 + i];
    }
    return size;
}

// Whether the stream is whole without page `left_out`, and, with `is_cut`, all after it.
static bool is_whole_without(const unsigned char *file, size_t n, int left_out, bool is_cut,
                             uint64_t samples) {
    static wt_ogg_serial ogg;
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "/dev/null", WT_SYNC_NONE, NULL), WT_OK);
    wt_ogg_serial_init(&ogg);
    int page = 0;
    for (size_t at = 0; at < n; at += page_size(file + at), page++) {
        const bool is_lost = is_cut ? page >= left_out : page == left_out;
        if (!is_lost) {
            assert_int_equal(wt_ogg_serial_write(&ogg, output, file + at, page_size(file + at)),
                             WT_OK);
        }
    }
    wt_output_abandon(output);
    return wt_ogg_serial_is_whole(&ogg, samples);
}

static int count_pages(const unsigned char *file, size_t n) {
    int n_pages = 0;
    for (size_t at = 0; at < n; at += page_size(file + at)) {
        n_pages++;
    }
    return n_pages;
}

static void check_type(wt_type type) {
    const wt_sound_format format = plain_format(type, FRAMES);
    void *const samples = make_samples(&format);
    assert_int_equal(write_sound("a", &format, samples, FRAMES, WT_SYNC_NONE, NULL), WT_OK);
    size_t n;
    unsigned char *const file = file_bytes("a", &n);
    const int n_pages = count_pages(file, n);
    assert_in_range(n_pages, 5, MOST_PAGES);
    assert_true(is_whole_without(file, n, n_pages, false, FRAMES));
    assert_false(is_whole_without(file, n, n_pages, false, FRAMES + 1));
    for (int page = 0; page < n_pages; page++) {
        if (is_whole_without(file, n, page, false, FRAMES) ||
            is_whole_without(file, n, page, true, FRAMES)) {
            fail_msg("type %s: page %d of %d is not missed", wt_type_name(type), page, n_pages);
        }
    }
    free(file);
    free(samples);
    empty_folder();
}

static void no_page_can_be_lost_without_being_missed(void **state) {
    (void)state;
    check_type(WT_TYPE_OGG);
    check_type(WT_TYPE_OPUS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_page_can_be_lost_without_being_missed),
    };
    return cmocka_run_group_tests_name("Ogg pages", tests, enter_folder, leave_folder);
}
