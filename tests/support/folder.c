#include "folder.h"

char folder[64] = "/tmp/wavetable-test-XXXXXX";

int enter_folder(void **state) {
    (void)state;
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
    if (file) {
        fwrite(bytes, 1, n, file);
        fclose(file);
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
