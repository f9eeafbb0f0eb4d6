// Files in memory for output, a folder on /dev/shm where there is one.
#include "stage.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_KEPT = 32, NAME = 300 };

static char root[128];
static int caught[2], saved[2];
static unsigned char *texts[2];
static size_t lengths[2];
static int null_input;

typedef struct {
    char path[NAME];
    unsigned char *bytes;
    size_t n;
    struct stat seen;
} kept_file;

static kept_file kept[MOST_KEPT];
static int n_kept;

static void must(bool is_so, const char *what) {
    if (!is_so) {
        perror(what);
        fflush(stderr);
        abort();
    }
}

static void write_whole(const char *path, const void *bytes, size_t n) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n, path);
    close(fd);
}

void stage_file(const char *name, const char *text) {
    write_whole(name, text, strlen(text));
}

static void remove_stage(void) {
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    if (strncmp(root, "/dev/shm/wt-", 12) == 0 || strncmp(root, "/tmp/wt-", 8) == 0) {
        (void)!system(command);
    }
}

void stage_set_up(void) {
    static const unsigned char midi[] = {'M', 'T', 'h', 'd',  0,   0,   0, 6,    0,    0,  0, 1,
                                         0,   96,  'M', 'T',  'r', 'k', 0, 0,    0,    12, 0, 0x90,
                                         69,  100, 2,   0x80, 69,  0,   0, 0xff, 0x2f, 0};
    snprintf(root, sizeof root, "%s/wt-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    must(mkdtemp(root) != NULL && chdir(root) == 0, root);
    atexit(remove_stage);
    must(mkdir("work", 0755) == 0 && chdir("work") == 0, "work");
    must(mkdir("in", 0755) == 0 && mkdir("out", 0755) == 0, "in");
    setenv("WAVETABLE_TABLES", "in", 1);
    setenv("COLUMNS", "40", 1);
    write_whole("in/m.mid", midi, sizeof midi);
    stage_file("in/r.recipe", "wavetable recipe\ncycles 2\nlength 64\n\namplitude = exp(-k / 3)\n");
    stage_file("in/bad.wav", "RIFF1234WAVEfmt ");
    stage_file("in/s.scl", "! s.scl\n!\ns\n 3\n!\n 9/8\n 3/2\n 2/1\n");
    stage_file("in/k.kbm", "3\n0\n127\n60\n69\n440.0\n3\n0\n1\n2\n");
    stage_file("in/loop.preset", "@loop.preset\n");
    must(symlink("a.wav", "in/link.wav") == 0, "in/link.wav");
    for (int i = 0; i < 2; i++) {
        caught[i] = memfd_create("caught", MFD_CLOEXEC);
        must(caught[i] >= 0, "memfd_create");
    }
    setvbuf(stderr, NULL, _IOFBF, 65536); // flushed by stage_end
    null_input = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static unsigned char *read_whole(const char *path, size_t *n, struct stat *found) {
    const int fd = open(path, O_RDONLY | O_NONBLOCK);
    unsigned char *bytes = NULL;
    *n = 0;
    if (fd >= 0 && fstat(fd, found) == 0 && S_ISREG(found->st_mode)) {
        bytes = malloc((size_t)found->st_size + 1);
        const ssize_t got = bytes ? read(fd, bytes, (size_t)found->st_size) : -1;
        *n = got > 0 ? (size_t)got : 0;
    }
    if (fd >= 0) {
        close(fd);
    }
    return bytes;
}

static void keep_one(const char *path) {
    kept_file *const k = &kept[n_kept];
    must(n_kept < MOST_KEPT, "too many files to keep");
    snprintf(k->path, sizeof k->path, "%s", path);
    k->bytes = read_whole(path, &k->n, &k->seen);
    n_kept += k->bytes != NULL;
}

// Call `visit` for each name in a folder.
static void walk(const char *folder, void (*visit)(const char *path)) {
    DIR *const listing = opendir(folder);
    for (const struct dirent *entry; listing && (entry = readdir(listing));) {
        char path[NAME + 8];
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            visit(path);
        }
    }
    if (listing) {
        closedir(listing);
    }
}

void stage_keep(void) {
    walk("in", keep_one);
}

static bool is_kept(const char *path) {
    for (int i = 0; i < n_kept; i++) {
        if (strcmp(kept[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

static void clear_one(const char *path) {
    if (strcmp(path, "./in") == 0 || strcmp(path, "./out") == 0 || is_kept(path)) {
        return;
    }
    if (unlink(path) != 0 && rmdir(path) != 0) {
        walk(path, clear_one);
        rmdir(path);
    }
}

void stage_clear(void) {
    walk("out", clear_one);
    walk(".", clear_one);
    for (int i = 0; i < n_kept; i++) {
        kept_file *const k = &kept[i];
        struct stat found;
        if (stat(k->path, &found) != 0 || found.st_size != k->seen.st_size ||
            found.st_mtim.tv_nsec != k->seen.st_mtim.tv_nsec) {
            unlink(k->path);
            write_whole(k->path, k->bytes, k->n);
            stat(k->path, &k->seen);
        }
    }
    stage_file("out/keep", "");
}

void stage_begin(void) {
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 2; i++) {
        saved[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, 100);
        must(ftruncate(caught[i], 0) == 0 && lseek(caught[i], 0, SEEK_SET) == 0, "memfd");
        must(dup2(caught[i], i + 1) == i + 1, "dup2");
    }
    dup2(null_input, 0);
}

void stage_end(void) {
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 2; i++) {
        dup2(saved[i], i + 1);
        close(saved[i]);
        struct stat found = {0};
        fstat(caught[i], &found);
        free(texts[i]);
        texts[i] = malloc((size_t)found.st_size + 1);
        must(texts[i] != NULL, "malloc");
        const ssize_t n = pread(caught[i], texts[i], (size_t)found.st_size, 0);
        lengths[i] = n > 0 ? (size_t)n : 0;
        texts[i][lengths[i]] = 0;
    }
}

int stage_descriptors(void) {
    int n = 0;
    DIR *const listing = opendir("/proc/self/fd");
    while (listing && readdir(listing)) {
        n++;
    }
    if (listing) {
        closedir(listing);
    }
    return n;
}

const unsigned char *stage_out(size_t *n) {
    *n = lengths[0];
    return texts[0];
}

const char *stage_err(size_t *n) {
    *n = lengths[1];
    return (const char *)texts[1];
}

static void show(const char *path) {
    size_t n;
    struct stat found;
    unsigned char *const bytes = read_whole(path, &n, &found);
    fprintf(stderr, "--- %s\n%.*s\n", path, (int)(n < 2000 ? n : 2000), bytes ? (char *)bytes : "");
    free(bytes);
}

void stage_show(void) {
    fprintf(stderr, "--- stderr\n%s\n", texts[1] ? (char *)texts[1] : "");
    show("jobs.txt");
    show("score.txt");
    show("p.preset");
    walk("out", show);
}

static uint64_t sum;

static uint64_t hash_bytes(uint64_t h, const unsigned char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        h = (h ^ bytes[i]) * 0x100000001b3u;
    }
    return h;
}

// Folders are listed in any order: each file counts by its own.
static void add_to_sum(const char *path) {
    size_t n;
    struct stat found;
    unsigned char *const bytes = read_whole(path, &n, &found);
    sum += hash_bytes(hash_bytes(0xcbf29ce484222325u, (const unsigned char *)path, strlen(path)),
                      bytes, n);
    free(bytes);
}

uint64_t stage_hash(void) {
    sum = 0;
    walk("out", add_to_sum);
    return hash_bytes(sum, texts[0], lengths[0]);
}

static bool temporary_found;

static void look_for_temporary(const char *path) {
    temporary_found = temporary_found || strstr(path, ".wavetable-") != NULL;
}

bool stage_has_temporary(void) {
    temporary_found = false;
    walk("out", look_for_temporary);
    walk(".", look_for_temporary);
    return temporary_found;
}
