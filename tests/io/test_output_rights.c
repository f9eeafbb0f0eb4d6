// Whose files are replaced, by whom, and who may read them then.
#include "folder.h"
#include "store.h"

#include <grp.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

static const char list_name[] = "system.posix_acl_access";

static mode_t mode_of(const char *name) {
    struct stat found;
    return stat(name, &found) == 0 ? found.st_mode & 07777 : 0;
}

// A list of rights as Linux keeps it: version 2, then tag, permissions and id of each entry. Owner
// rw, user 1234 `named`, group none, mask r, others none.
static bool set_list(const char *name, const char *file, uint8_t named) {
    const uint8_t list[] = {2, 0,    0,   0,   1,   0,   6,  0, 255, 255, 255, 255, 2,   0,  named,
                            0, 0xd2, 4,   0,   0,   4,   0,  0, 0,   255, 255, 255, 255, 16, 0,
                            4, 0,    255, 255, 255, 255, 32, 0, 0,   0,   255, 255, 255, 255};
    return setxattr(file, name, list, sizeof list, 0) == 0;
}

static bool can_list(const char *file) {
    make_file(file, old_text, OLD_SIZE);
    return set_list(list_name, file, 4);
}

static void a_replaced_file_keeps_its_list_of_rights_and_its_attributes(void **state) {
    (void)state;
    if (!can_list("a") || setxattr("a", "user.artist", "me", 2, 0) != 0) {
        skip(); // a disk without them
    }
    char before[200];
    char after[200];
    const ssize_t n = getxattr("a", list_name, before, sizeof before);
    const mode_t mode = mode_of("a");
    assert_stored("a");
    assert_true(file_is("a", new_text, NEW_SIZE));
    assert_int_equal(mode_of("a"), mode);
    assert_int_equal(getxattr("a", list_name, after, sizeof after), n);
    assert_memory_equal(after, before, (size_t)n);
    assert_int_equal(getxattr("a", "user.artist", after, sizeof after), 2);
    assert_memory_equal(after, "me", 2);
    empty_folder();
}

// What the folder gives to new files must not open a file that was closed.
static void a_folder_s_own_list_does_not_open_what_was_closed(void **state) {
    (void)state;
    assert_int_equal(mkdir("shared", 0755), 0);
    if (!set_list("system.posix_acl_default", "shared", 6)) {
        rmdir("shared");
        skip();
    }
    make_file("shared/a", old_text, OLD_SIZE);
    removexattr("shared/a", list_name);
    assert_int_equal(chmod("shared/a", 0640), 0);
    assert_stored("shared/a");
    assert_int_equal(mode_of("shared/a"), 0640);
    assert_true(getxattr("shared/a", list_name, NULL, 0) < 0);
    unlink("shared/a");
    rmdir("shared");
}

static int replace_as_another(void) {
    int error = 0;
    wt_message message;
    if (setgroups(0, NULL) != 0 || setgid(1234) != 0 || setuid(1234) != 0) {
        return 77;
    }
    return store("a", &error, &message) == WT_OK ? 0 : 5;
}

static void who_may_not_give_a_file_away_opens_it_to_nobody(void **state) {
    (void)state;
    static const struct {
        mode_t before, after;
    } cases[] = {{0660, 0600}, {0666, 0666}, {0662, 0622}, {0606, 0600}};
    if (geteuid() != 0) {
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_file("a", old_text, OLD_SIZE);
        assert_int_equal(chmod("a", cases[i].before), 0);
        assert_int_equal(chown("a", 0, i == 0 || i == 2 ? 1234 : 0), 0);
        assert_int_equal(chmod(".", 0777), 0);
        const bool may_write = (i == 0 || i == 2) || (cases[i].before & 2);
        const int status = in_child(replace_as_another);
        if (status == 77) {
            skip();
        }
        assert_int_equal(status, may_write ? 0 : 5);
        // In the old group it may stay as it was.
        assert_int_equal(mode_of("a"), i == 0 || i == 2 ? cases[i].before : cases[i].after);
        empty_folder();
    }
    assert_int_equal(chmod(".", 0700), 0);
}

// What is there stays, is not written, and no temporary is left.
static void assert_stays(const char *what, mode_t kind, bool had_file, int (*put)(void)) {
    wt_output *output;
    wt_message message = {""};
    int error = 0;
    if (had_file) {
        make_file("a", old_text, OLD_SIZE);
    }
    assert_int_equal(wt_output_open(&output, "a", WT_SYNC_FILE, NULL), WT_OK);
    wt_output_write(output, new_text, NEW_SIZE);
    unlink("a");
    if (put() != 0) {
        wt_output_abandon(output);
        skip();
    }
    if (wt_output_commit(output, &error, &message) == WT_OK) {
        fail_msg("%s was replaced", what);
    }
    struct stat found;
    assert_int_equal(lstat("a", &found), 0);
    assert_int_equal(found.st_mode & S_IFMT, kind);
    assert_true(strstr(message.text, strerror(error)) != NULL);
    assert_int_equal(n_files(), 1);
    assert_int_equal(remove("a"), 0);
}

static int put_folder(void) {
    return mkdir("a", 0755);
}

static int put_device(void) {
    return mknod("a", S_IFCHR | 0666, makedev(1, 3));
}

static int put_fifo(void) {
    return mkfifo("a", 0666);
}

static int put_link(void) {
    return symlink("/dev/null", "a");
}

static void a_target_that_becomes_something_else_stays(void **state) {
    (void)state;
    for (int had_file = 0; had_file < 2; had_file++) {
        assert_stays("a folder", S_IFDIR, had_file, put_folder);
        assert_stays("a FIFO", S_IFIFO, had_file, put_fifo);
        assert_stays("a link", S_IFLNK, had_file, put_link);
        assert_stays("a device", S_IFCHR, had_file, put_device);
    }
}

static void links_of_others_are_not_followed_where_all_may_lay_them(void **state) {
    (void)state;
    static const struct {
        mode_t folder;
        uid_t folder_owner, link_owner;
        bool followed;
    } cases[] = {
        {01777, 0, 0, true},   {01777, 0, 1234, false}, {01777, 1234, 1234, true},
        {0777, 0, 1234, true}, {01755, 0, 1234, true},  {01777, 1235, 1234, false},
    };
    if (geteuid() != 0) {
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_file("real", old_text, OLD_SIZE);
        assert_int_equal(mkdir("open", 0755), 0);
        assert_int_equal(symlink("../real", "open/link"), 0);
        assert_int_equal(lchown("open/link", cases[i].link_owner, 0), 0);
        assert_int_equal(chown("open", cases[i].folder_owner, 0), 0);
        assert_int_equal(chmod("open", cases[i].folder), 0);
        int error = 0;
        wt_message message = {""};
        const bool done = store("open/link", &error, &message) == WT_OK;
        if (done != cases[i].followed) {
            fail_msg("case %zu: %s", i, done ? "followed" : message.text);
        }
        assert_true(file_is("real", done ? new_text : old_text, done ? NEW_SIZE : OLD_SIZE));
        unlink("open/link");
        rmdir("open");
        empty_folder();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replaced_file_keeps_its_list_of_rights_and_its_attributes),
        cmocka_unit_test(a_folder_s_own_list_does_not_open_what_was_closed),
        cmocka_unit_test(who_may_not_give_a_file_away_opens_it_to_nobody),
        cmocka_unit_test(a_target_that_becomes_something_else_stays),
        cmocka_unit_test(links_of_others_are_not_followed_where_all_may_lay_them),
    };
    return cmocka_run_group_tests_name("rights of outputs", tests, enter_folder, leave_folder);
}
