// What is normalised goes through a temporary file where there is room for one, and without it
// where there is not: the same bytes.
#include "failing_calls.h"
#include "folder.h"
#include "rendered.h"

#include <string.h>

static const char *const sounds[] = {
    "--normalize -w saw A2:3 -j 1 -o a.wav", // three chunks
    "--normalize=-3 -w saw,sine -m 0.5 C3,E3:3 -c 2 -j 2 -o a.wav",
    "--normalize A4:0.1 -t flac -o a.wav",
    "--normalize A4:0 -o a.wav",
};

enum { N_SOUNDS = sizeof sounds / sizeof *sounds };

static unsigned char *whole; // of the sound, as it is with a temporary file
static size_t n_whole;

static void render_whole(const char *sound) {
    assert_int_equal(render_file(sound).kind, WT_FAULT_NONE);
    free(whole);
    whole = file_bytes("a.wav", &n_whole);
    assert_non_null(whole);
}

static void assert_same_bytes(const char *sound, const char *without) {
    const wt_fault fault = render_file(sound);
    fail_no_more();
    if (fault.kind || !file_is("a.wav", whole, n_whole)) {
        fail_msg("%s, %s: %s: %s", sound, without, fault.where, fault.what);
    }
    assert_int_equal(unlink("a.wav"), 0);
}

static void without_a_folder_of_temporaries_it_is_rendered_twice(void **state) {
    (void)state;
    static const char *const folders[] = {"missing", "/proc", "a.file", "/dev/null"};
    make_file("a.file", "", 0);
    for (int s = 0; s < N_SOUNDS; s++) {
        render_whole(sounds[s]);
        for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
            setenv("TMPDIR", folders[i], 1);
            assert_same_bytes(sounds[s], folders[i]);
            unsetenv("TMPDIR");
        }
    }
    empty_folder();
}

// The first chunks that are written are its own.
static void where_a_temporary_file_is_full_it_is_rendered_twice(void **state) {
    (void)state;
    static const int errors[] = {ENOSPC, EDQUOT, EIO, EFBIG};
    render_whole(sounds[0]);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        for (int at = 1; at <= 3; at++) {
            fail_at(CALL_WRITE, at, errors[i], false);
            assert_same_bytes(sounds[0], strerror(errors[i]));
            assert_true(failing.has_failed);
        }
    }
    empty_folder();
}

// Nor is anything wrong left.
static void a_temporary_file_that_cannot_be_read_back_is_told(void **state) {
    (void)state;
    static const struct {
        int error;
        wt_fault_kind kind;
    } cases[] = {{EIO, WT_FAULT_OUTPUT}, {ESTALE, WT_FAULT_OUTPUT}, {ENOMEM, WT_FAULT_RESOURCE}};
    static const char old[] = "old";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int at = 1; at <= 3; at++) {
            make_file("a.wav", old, sizeof old);
            fail_at(CALL_READ, at, cases[i].error, false);
            const wt_fault fault = render_file(sounds[0]);
            fail_no_more();
            if (fault.kind != cases[i].kind || !strstr(fault.what, "read back a temporary file") ||
                !strstr(fault.what, strerror(cases[i].error))) {
                fail_msg("%s: kind %d, %s: %s", strerror(cases[i].error), fault.kind, fault.where,
                         fault.what);
            }
            assert_true(file_is("a.wav", old, sizeof old));
            assert_int_equal(n_files(), 1);
        }
    }
    empty_folder();
}

static int begin(void **state) {
    return enter_folder(state) == 0 ? open_waves(state) : -1;
}

static int end(void **state) {
    free(whole);
    return close_waves(state) == 0 ? leave_folder(state) : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_folder_of_temporaries_it_is_rendered_twice),
        cmocka_unit_test(where_a_temporary_file_is_full_it_is_rendered_twice),
        cmocka_unit_test(a_temporary_file_that_cannot_be_read_back_is_told),
    };
    return cmocka_run_group_tests_name("spool", tests, begin, end);
}
