// Devices, pipes and open descriptors are written in place.
#include "folder.h"
#include "store.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/sysmacros.h>

// A device node of our own: a mistake must not replace the machine's.
static bool make_device(const char *name, unsigned minor_number) {
    return mknod(name, S_IFCHR | 0666, makedev(1, minor_number)) == 0;
}

static void devices_are_written_in_place(void **state) {
    (void)state;
    if (!make_device("null", 3) || !make_device("full", 7)) {
        print_message("skipped: mknod is not permitted\n");
        skip();
    }
    assert_int_equal(symlink("null", "link"), 0);
    int error = 0;
    wt_message message = {""};
    const wt_status status = store("null", &error, &message);
    if (status == WT_SYSTEM && error == EACCES) {
        empty_folder();
        print_message("skipped: device nodes do not work below %s\n", folder);
        skip();
    }
    assert_int_equal(status, WT_OK);
    assert_stored("link");
    assert_int_equal(store("full", &error, &message), WT_SYSTEM);
    assert_int_equal(error, ENOSPC);
    assert_string_equal(message.text, "cannot write: No space left on device");
    struct stat found;
    assert_true(stat("null", &found) == 0 && S_ISCHR(found.st_mode));
    assert_true(stat("full", &found) == 0 && S_ISCHR(found.st_mode));
    assert_int_equal(n_files(), 3);
    empty_folder();
}

static void *write_to_fifo(void *status) {
    int error;
    *(wt_status *)status = store("fifo", &error, NULL);
    return NULL;
}

static void a_fifo_is_written_in_place(void **state) {
    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    pthread_t writer;
    wt_status status = WT_LIMIT;
    assert_int_equal(pthread_create(&writer, NULL, write_to_fifo, &status), 0);
    char bytes[100];
    size_t n = 0;
    const int fd = open("fifo", O_RDONLY);
    for (ssize_t got; (got = read(fd, bytes + n, sizeof bytes - n)) > 0; n += (size_t)got) {
    }
    close(fd);
    pthread_join(writer, NULL);
    assert_int_equal(status, WT_OK);
    assert_int_equal(n, NEW_SIZE);
    assert_memory_equal(bytes, "head", 4); // no seeking back in a pipe
    assert_memory_equal(bytes + 4, new_text + 4, NEW_SIZE - 4);
    assert_int_equal(n_files(), 1);
    empty_folder();
}

static void an_open_descriptor_is_written_where_it_stands(void **state) {
    (void)state;
    static const struct {
        int flags;
        const char *expected;
        bool seekable;
    } cases[] = {
        {O_WRONLY, "ab HEAD and the new file!", true},
        {O_WRONLY | O_APPEND, "ab head and the new file!", false},
    };
    for (int i = 0; i < 2; i++) {
        make_file("a", "ab ", 3);
        const int fd = open("a", cases[i].flags);
        assert_int_equal(lseek(fd, 0, SEEK_END), 3);
        char path[40];
        snprintf(path, sizeof path, "/dev/fd/%d", fd);
        assert_stored(path);
        assert_int_equal(write(fd, "!", 1), 1);
        close(fd);
        assert_true(file_is("a", cases[i].expected, strlen(cases[i].expected)));
        assert_int_equal(n_files(), 1);
    }
    empty_folder();
}

static void *read_slowly(void *from) {
    const int fd = *(int *)from;
    static size_t n_read;
    n_read = 0;
    unsigned char bytes[1000];
    for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) > 0; n_read += (size_t)n) {
        for (ssize_t i = 0; i < n; i++) {
            if (bytes[i] != (unsigned char)((n_read + (size_t)i) % 251)) {
                return NULL;
            }
        }
        sched_yield();
    }
    return &n_read;
}

static void a_pipe_that_does_not_block_gets_every_byte(void **state) {
    (void)state;
    enum { SIZE = 1 << 20 };
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    unsigned char *const bytes = malloc(SIZE);
    assert_non_null(bytes);
    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (unsigned char)(i % 251);
    }
    pthread_t reader;
    assert_int_equal(pthread_create(&reader, NULL, read_slowly, &ends[0]), 0);
    char path[40];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    wt_output *output;
    assert_int_equal(wt_output_open(&output, path, WT_SYNC_FILE, NULL), WT_OK);
    assert_false(wt_output_seekable(output));
    assert_int_equal(wt_output_seek(output, 5, SEEK_SET, NULL), WT_UNSUPPORTED);
    assert_int_equal(wt_output_write(output, bytes, SIZE), WT_OK);
    assert_int_equal(wt_output_commit(output, NULL, NULL), WT_OK);
    close(ends[1]);
    void *n_read;
    pthread_join(reader, &n_read);
    close(ends[0]);
    free(bytes);
    assert_non_null(n_read);
    assert_int_equal(*(size_t *)n_read, SIZE);
}

static void a_reader_that_leaves_is_told_as_epipe(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    char path[40];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    close(ends[0]);
    int error = 0;
    assert_int_equal(store(path, &error, NULL), WT_SYSTEM);
    assert_int_equal(error, EPIPE);
    close(ends[1]);
}

static int write_with_standard_descriptors_closed(void) {
    close(0);
    close(1);
    close(2);
    int error;
    const bool refused = store("-", &error, NULL) == WT_SYSTEM && error == EBADF;
    wt_output *output;
    if (!refused || wt_output_open(&output, "a", WT_SYNC_FILE, NULL) != WT_OK) {
        return 1;
    }
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) != -1) {
            return 2;
        }
    }
    return wt_output_commit(output, NULL, NULL) == WT_OK ? 0 : 3;
}

static void no_file_takes_the_place_of_a_closed_standard_descriptor(void **state) {
    (void)state;
    assert_int_equal(in_child(write_with_standard_descriptors_closed), 0);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_are_written_in_place),
        cmocka_unit_test(a_fifo_is_written_in_place),
        cmocka_unit_test(an_open_descriptor_is_written_where_it_stands),
        cmocka_unit_test(a_pipe_that_does_not_block_gets_every_byte),
        cmocka_unit_test(a_reader_that_leaves_is_told_as_epipe),
        cmocka_unit_test(no_file_takes_the_place_of_a_closed_standard_descriptor),
    };
    return cmocka_run_group_tests_name("output_places", tests, enter_folder, leave_folder);
}
