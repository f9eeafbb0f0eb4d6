// --log and --to are opened where they were when a batch was checked, whatever was put in the place
// of their folder or of themselves since.
#include "folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/batch/data_set.h"
#include "app/batch/output_set.h"

static const char text[] = "not to be touched\n";

static const struct {
    const char *name;
    const char *swaps; // for a shell; "NAME" is what was reserved
    bool refused;
} cases[] = {
    {"nothing", ":", false},
    {"a file that came to be", "touch in/NAME", false},
    {"a folder in place of which a link leads elsewhere", "mv in was && ln -s out in", true},
    {"a folder in place of which another stands", "mv in was && mkdir in", true},
    {"a folder that was moved and is reached by a link", "mv in was && ln -s was in", false},
    {"a link to another file", "ln -s ../out/NAME in/NAME", true},
    {"a link to the batch", "ln -s ../jobs in/NAME", true},
    {"a folder in its place", "mkdir in/NAME", true},
};

static void sh(const char *format, const char *name) {
    char line[400];
    size_t n = 0;
    for (const char *c = format; *c && n + 40 < sizeof line; c++) {
        const bool is_name = strncmp(c, "NAME", 4) == 0;
        n += (size_t)snprintf(line + n, sizeof line - n, is_name ? "%s" : "%.1s",
                              is_name ? name : c);
        c += is_name ? 3 : 0;
    }
    assert_int_equal(system(line), 0);
}

// What must be as it was: the batch, and the file of the same name elsewhere.
static void assert_others_are_as_they_were(const char *what, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "out/%s", name);
    if (!file_is("jobs", text, sizeof text) || !file_is(path, text, sizeof text)) {
        fail_msg("%s: another file was written", what);
    }
}

static bool open_log(const wt_guard *guard, wt_fault *fault) {
    wt_sound_log log;
    const bool cut = wt_sound_log_trim("in/log", guard, fault);
    const bool ok = cut && wt_sound_log_open(&log, "in/log", guard, NULL, fault);
    if (ok) {
        assert_null(wt_sound_log_write(&log, "{}\n", 3));
        assert_null(wt_sound_log_close(&log));
    }
    return ok;
}

static bool open_set(const wt_guard *guard, wt_fault *fault) {
    wt_data_set set;
    const bool ok = wt_data_set_open(&set, "in/set.tar", false, NULL, 1, guard, fault);
    wt_data_set_close(&set, ok, true, WT_SYNC_NONE, fault);
    return ok && !fault->kind;
}

static void assert_held(const char *option, const char *path, long line,
                        bool (*open_it)(const wt_guard *guard, wt_fault *fault)) {
    const char *const name = strchr(path, '/') + 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_output_set outputs = {0};
        wt_fault fault = {0};
        const wt_output_claim claim = {&outputs, line, true};
        const wt_guard guard = wt_output_claim_guard(&claim);
        sh("rm -rf in was out && mkdir in out", name);
        make_file("jobs", text, sizeof text);
        sh("cp jobs out/NAME", name);
        assert_true(wt_output_set_reserve(&outputs, NULL, "jobs", WT_LINE_BATCH, &fault));
        assert_true(wt_output_set_reserve(&outputs, option, path, line, &fault));
        sh(cases[i].swaps, name);
        if (open_it(&guard, &fault) == cases[i].refused) {
            fail_msg("%s, %s: %s", option, cases[i].name, cases[i].refused ? "done" : fault.what);
        }
        assert_int_equal(fault.kind, cases[i].refused ? WT_FAULT_OUTPUT : WT_FAULT_NONE);
        assert_others_are_as_they_were(cases[i].name, name);
        wt_output_set_free(&outputs);
    }
    sh("rm -rf in was out jobs", name);
}

static void a_log_is_where_it_was_when_it_was_checked(void **state) {
    (void)state;
    assert_held("--log", "in/log", WT_LINE_LOG, open_log);
}

static void a_stream_is_where_it_was_when_it_was_checked(void **state) {
    (void)state;
    assert_held("--to", "in/set.tar", WT_LINE_SET, open_set);
}

// The folder is held: the name that the whole stream gets is in it, too.
static void a_stream_gets_its_name_in_the_folder_that_it_was_made_in(void **state) {
    (void)state;
    wt_part_file part;
    wt_message message = {""};
    sh("mkdir in", "");
    assert_int_equal(wt_part_file_open(&part, "in/set.tar", false, NULL, &message), WT_OK);
    sh("mv in was && mkdir in && echo old >in/set.tar", "");
    assert_null(wt_part_file_finish(&part, WT_SYNC_FILE));
    wt_part_file_close(&part);
    assert_true(file_is("in/set.tar", "old\n", 4));
    assert_true(file_is("was/set.tar", "", 0));
    sh("rm -rf in was", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_is_where_it_was_when_it_was_checked),
        cmocka_unit_test(a_stream_is_where_it_was_when_it_was_checked),
        cmocka_unit_test(a_stream_gets_its_name_in_the_folder_that_it_was_made_in),
    };
    return cmocka_run_group_tests_name("reserved", tests, enter_folder, leave_folder);
}
