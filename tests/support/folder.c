#include "folder.h"

#include <sys/statvfs.h>

char folder[64];

// In memory, where there is a GB of it that programs may be started from: most of the time of a
// test that writes files is the disk's syncing.
static const char *where_to_test(void) {
    static const char memory[] = "/dev/shm";
    struct statvfs found;
    const bool fits = statvfs(memory, &found) == 0 && access(memory, W_OK | X_OK) == 0 &&
                      !(found.f_flag & ST_NOEXEC) &&
                      (unsigned long long)found.f_bavail * found.f_frsize >= 1ull << 30;
    return fits ? memory : "/tmp";
}

int enter_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s/wavetable-test-XXXXXX", where_to_test());
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

int n_files(void) {
    int n = 0;
    DIR *const listing = opendir(folder);
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    if (listing) {
        closedir(listing);
    }
    return n;
}

void empty_folder(void) {
    DIR *const listing = opendir(folder);
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            unlinkat(dirfd(listing), entry->d_name, 0);
        }
    }
    if (listing) {
        closedir(listing);
    }
}

int leave_folder(void **state) {
    (void)state;
    empty_folder();
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

void make_file(const char *name, const void *bytes, size_t n) {
    FILE *const file = fopen(name, "wb");
    const bool written = file && fwrite(bytes, 1, n, file) == n;
    if (!file || fclose(file) != 0 || !written) { // what follows would blame the program
        perror(name);
        abort();
    }
}

unsigned char *file_bytes(const char *name, size_t *n) {
    *n = 0;
    FILE *const file = fopen(name, "rb");
    struct stat found;
    if (!file || fstat(fileno(file), &found) != 0) {
        if (file) {
            fclose(file);
        }
        return NULL;
    }
    unsigned char *const bytes = malloc((size_t)found.st_size + 1);
    if (bytes) {
        *n = fread(bytes, 1, (size_t)found.st_size, file);
        bytes[*n] = 0;
    }
    fclose(file);
    return bytes;
}

bool file_is(const char *name, const void *bytes, size_t n) {
    size_t n_there;
    unsigned char *const there = file_bytes(name, &n_there);
    const bool equal = there && n_there == n && memcmp(there, bytes, n) == 0;
    free(there);
    return equal;
}
