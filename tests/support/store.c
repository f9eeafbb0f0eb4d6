#include "store.h"

wt_status store(const char *path, int *error, wt_message *message) {
    wt_output *output;
    wt_status status = wt_output_open(&output, path, WT_SYNC_FILE, message);
    if (status != WT_OK) {
        *error = errno;
        return status;
    }
    wt_output_write(output, "head", 4);
    wt_output_write(output, new_text + 4, 7);
    wt_output_write(output, new_text + 11, NEW_SIZE - 11);
    if (wt_output_seekable(output)) {
        wt_output_seek(output, 0, SEEK_SET, NULL);
        wt_output_write(output, "HEAD", 4);
    }
    return wt_output_commit(output, error, message);
}

void assert_stored(const char *path) {
    wt_message message = {""};
    int error = 0;
    if (store(path, &error, &message) != WT_OK) {
        fail_msg("%s: %s", path, message.text);
    }
    assert_int_equal(error, 0);
}

int in_child(int (*run)(void)) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(run());
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
