// Outputs appear under their names whole or not at all.
#include "folder.h"
#include "store.h"

#include <pthread.h>

static void a_file_appears_under_its_name_only_when_it_is_committed(void **state) {
    (void)state;
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
    assert_true(wt_output_seekable(output));
    assert_int_equal(wt_output_write(output, "abc", 3), WT_OK);
    assert_int_equal(access("a", F_OK), -1);
    assert_true(n_files() <= 1); // a temporary, where files without a name are unknown
    assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
    assert_true(file_is("a", "abc", 3));
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void an_abandoned_output_leaves_the_old_file_and_nothing_else(void **state) {
    (void)state;
    make_file("a", old_text, OLD_SIZE);
    wt_output *output;
    assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
    wt_output_write(output, new_text, NEW_SIZE);
    wt_output_abandon(output);
    wt_output_abandon(NULL);
    assert_true(file_is("a", old_text, OLD_SIZE));
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static mode_t mode_of(const char *name) {
    struct stat found;
    return stat(name, &found) == 0 ? found.st_mode & 07777 : 0;
}

static void a_new_file_obeys_umask_and_a_replaced_one_keeps_its_mode(void **state) {
    (void)state;
    static const mode_t masks[] = {0, 022, 077, 0777};
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        const mode_t before = umask(masks[i]);
        assert_stored("a");
        assert_int_equal(mode_of("a"), 0666 & ~masks[i]);
        empty_folder();
        umask(before);
    }
    static const mode_t modes[] = {0600, 0640, 0755, 0666};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        make_file("a", old_text, OLD_SIZE);
        assert_int_equal(chmod("a", modes[i]), 0);
        assert_stored("a");
        assert_int_equal(mode_of("a"), modes[i]);
        assert_true(file_is("a", new_text, NEW_SIZE));
    }
    empty_folder();
}

static void a_link_stays_and_the_file_that_it_leads_to_is_replaced(void **state) {
    (void)state;
    static const struct {
        const char *target;
        bool exists;
    } cases[] = {{"real", true}, {"real", false}, {"./../%s/real", true}, {"%s", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char target[200];
        char absolute[100];
        snprintf(absolute, sizeof absolute, "%s/real", folder);
        snprintf(target, sizeof target, cases[i].target,
                 cases[i].target[0] == '.' ? strrchr(folder, '/') + 1 : absolute);
        if (cases[i].exists) {
            make_file("real", old_text, OLD_SIZE);
        }
        assert_int_equal(symlink(target, "second"), 0);
        assert_int_equal(symlink("second", "first"), 0);
        char first[100];
        snprintf(first, sizeof first, "%s/first", folder);
        assert_int_equal(chdir("/"), 0); // links start where they lie
        assert_stored(first);
        assert_int_equal(chdir(folder), 0);
        struct stat found;
        assert_int_equal(lstat("first", &found), 0);
        assert_true(S_ISLNK(found.st_mode));
        assert_int_equal(lstat("real", &found), 0);
        assert_true(S_ISREG(found.st_mode));
        assert_true(file_is("real", new_text, NEW_SIZE));
        assert_int_equal(n_files(), 3);
        empty_folder();
    }
}

static void a_link_that_leads_too_far_is_refused(void **state) {
    (void)state;
    static char target[4096];
    memset(target, '/', sizeof target - 1);
    char link[100];
    snprintf(link, sizeof link, "%s/link", folder);
    target[0] = 'a'; // relative, so that the folder's name comes before it
    assert_int_equal(symlink(target, link), 0);
    wt_output *output;
    assert_int_equal(wt_output_open(&output, link, WT_SYNC_NONE, NULL), WT_SYSTEM);
    assert_int_equal(errno, ENAMETOOLONG);
    empty_folder();
}

static void what_cannot_be_a_destination_is_refused_with_a_reason(void **state) {
    (void)state;
    assert_int_equal(symlink("loop", "loop"), 0);
    make_file("plain", old_text, OLD_SIZE);
    char too_long[300];
    memset(too_long, 'n', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    static char long_path[6000];
    memset(long_path, '/', sizeof long_path - 1);
    const struct {
        const char *path;
        int error;
    } cases[] = {
        {"", ENOENT},
        {".", EISDIR},
        {"/", EISDIR},
        {"./", EISDIR},
        {"new/", EISDIR},
        {"missing/a", ENOENT},
        {"plain/a", ENOTDIR},
        {"loop", ELOOP},
        {too_long, ENAMETOOLONG},
        {long_path, ENAMETOOLONG},
        {"/dev/fd/900", EBADF},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wt_message message = {""};
        wt_output *output = NULL;
        errno = 0;
        assert_int_equal(wt_output_open(&output, cases[i].path, WT_SYNC_FILE, &message), WT_SYSTEM);
        if (errno != cases[i].error) {
            fail_msg("%.20s: errno %d, %s", cases[i].path, errno, message.text);
        }
        assert_null(output);
        assert_non_null(strstr(message.text, strerror(cases[i].error)));
        assert_int_equal(n_files(), 2);
    }
    empty_folder();
}

static void a_name_may_be_as_long_as_the_disk_allows(void **state) {
    (void)state;
    char name[256];
    for (int i = 0; i < 255; i += 3) {
        memcpy(name + i, "\xe2\x99\xaa", 3);
    }
    name[255] = '\0';
    assert_stored(name);
    assert_true(file_is(name, new_text, NEW_SIZE));
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void changing_the_directory_between_open_and_commit_does_not_matter(void **state) {
    (void)state;
    for (int commits = 0; commits < 2; commits++) {
        wt_output *output;
        assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
        assert_int_equal(chdir("/"), 0);
        wt_output_write(output, "abc", 3);
        if (commits) {
            assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
        } else {
            wt_output_abandon(output);
        }
        assert_int_equal(chdir(folder), 0);
        assert_int_equal(n_files(), commits);
    }
    assert_true(file_is("a", "abc", 3));
    empty_folder();
}

static void what_was_written_can_be_read_back_and_overwritten(void **state) {
    (void)state;
    for (int spools = 0; spools < 2; spools++) {
        wt_output *output;
        assert_int_equal(spools ? wt_output_open_spool(&output, NULL)
                                : wt_output_open(&output, "a", WT_SYNC_NONE, NULL),
                         WT_OK);
        wt_output_write(output, "0123456789", 10);
        int64_t position = -1;
        assert_int_equal(wt_output_seek(output, -4, SEEK_END, &position), WT_OK);
        assert_int_equal(position, 6);
        assert_int_equal(wt_output_seek(output, -7, SEEK_CUR, NULL), WT_BAD_RANGE);
        wt_output_write(output, "xy", 2);
        char bytes[20];
        size_t n;
        assert_int_equal(wt_output_read(output, bytes, sizeof bytes, &n), WT_OK);
        assert_int_equal(n, 2);
        assert_memory_equal(bytes, "89", 2);
        wt_output_seek(output, 1, SEEK_SET, NULL);
        assert_int_equal(wt_output_read(output, bytes, 7, &n), WT_OK);
        assert_memory_equal(bytes, "12345xy", 7);
        assert_int_equal(wt_output_size(output), 10);
        wt_output_abandon(output);
        assert_int_equal(n_files(), 0);
    }
}

enum { N_WRITERS = 8, N_ROUNDS = 40, BIG = 20000 };

static void *write_own_letter(void *letter) {
    char bytes[BIG];
    memset(bytes, *(char *)letter, BIG);
    for (int i = 0; i < N_ROUNDS; i++) {
        wt_output *output;
        if (wt_output_open(&output, "shared", WT_SYNC_NONE, NULL) != WT_OK) {
            return letter;
        }
        wt_output_write(output, bytes, BIG / 2);
        wt_output_write(output, bytes, BIG / 2);
        if (wt_output_commit(output, NULL, NULL) != WT_OK) {
            return letter;
        }
    }
    return NULL;
}

static void many_writers_to_one_name_leave_one_whole_file(void **state) {
    (void)state;
    pthread_t writers[N_WRITERS];
    char letters[N_WRITERS];
    for (int i = 0; i < N_WRITERS; i++) {
        letters[i] = (char)('a' + i);
        assert_int_equal(pthread_create(&writers[i], NULL, write_own_letter, &letters[i]), 0);
    }
    for (int i = 0; i < N_WRITERS; i++) {
        void *failed;
        pthread_join(writers[i], &failed);
        assert_null(failed);
    }
    size_t n;
    unsigned char *const bytes = file_bytes("shared", &n);
    assert_non_null(bytes);
    assert_int_equal(n, BIG);
    for (size_t i = 1; i < n; i++) {
        assert_int_equal(bytes[i], bytes[0]);
    }
    free(bytes);
    assert_int_equal(n_files(), 1);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_appears_under_its_name_only_when_it_is_committed),
        cmocka_unit_test(an_abandoned_output_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(a_new_file_obeys_umask_and_a_replaced_one_keeps_its_mode),
        cmocka_unit_test(a_link_stays_and_the_file_that_it_leads_to_is_replaced),
        cmocka_unit_test(a_link_that_leads_too_far_is_refused),
        cmocka_unit_test(what_cannot_be_a_destination_is_refused_with_a_reason),
        cmocka_unit_test(a_name_may_be_as_long_as_the_disk_allows),
        cmocka_unit_test(changing_the_directory_between_open_and_commit_does_not_matter),
        cmocka_unit_test(what_was_written_can_be_read_back_and_overwritten),
        cmocka_unit_test(many_writers_to_one_name_leave_one_whole_file),
    };
    return cmocka_run_group_tests_name("output", tests, enter_folder, leave_folder);
}
