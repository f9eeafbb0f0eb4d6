// wavetable batch: many renders, one a line, checked before any is begun.
//
// The file is read twice, line by line, so that a million jobs take no more memory than a set of
// their outputs' hashes. Bad lines are faults of the input file: status 3.
#include "cli/commands.h"

#include "cli/batch_log.h"
#include "cli/deliver.h"
#include "cli/help.h"
#include "cli/job.h"
#include "cli/meter.h"
#include "cli/options.h"
#include "cli/outputs.h"
#include "cli/pool.h"
#include "cli/response.h"
#include "io/output.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    wt_settings settings;
    const char *path; // of the batch file, as it is called in messages
    FILE *file;
    wt_library *library;
    wt_outputs outputs;
    wt_names bad;  // lines that the first pass refused, by number
    wt_names done; // words of finished jobs
    wt_batch_log log;
    wt_disks disks; // --sync end: of the outputs
    wt_meter meter;
    pthread_mutex_t lock; // of all that follows, and of `file`
    long line, jobs;      // lines read, and jobs among them
    uint64_t read;        // bytes of these lines
    uint64_t checked;     // bytes of all lines that the first pass read
    char *text;           // the last line
    size_t text_room;
    long failed;
    bool stop;
    int status;
} batch;

// A line made into a job.
typedef struct {
    wt_words typed, words;
    wt_response response;
    wt_settings settings;
    uint64_t hash;
    bool has_settings;
} job;

static void job_free(job *j) {
    if (j->has_settings) {
        wt_settings_free(&j->settings);
    }
    wt_words_free(&j->typed);
    wt_words_free(&j->words);
    wt_response_free(&j->response);
}

static uint64_t hash_of_words(const wt_words *words) {
    uint64_t hash = 1;
    for (size_t i = 0; i < words->count; ++i) {
        hash = wt_name_hash(hash * 31, words->words[i]);
    }
    return hash;
}

static bool split(job *j, const char *path, long line, const char *text, size_t n,
                  wt_fault *fault) {
    wt_place where = {NULL, 0, 0};
    if (wt_words_add(&j->typed, "render") != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    const wt_parse parse = wt_words_split(&j->typed, path, (int)line, text, n, &where);
    if (parse.status != WT_OK) {
        char place[320];
        snprintf(place, sizeof place, "%.280s:%d:%d", path, where.line, where.column);
        wt_fault_set(fault, parse.status == WT_NO_MEMORY ? WT_EXIT_RESOURCE : WT_EXIT_INPUT, place,
                     "expected %s", parse.expected);
        return false;
    }
    return true;
}

// What goes wrong in a line is the file's fault, and is told with its line.
static void blame_line(const batch *b, long line, wt_fault *fault) {
    char prefix[300];
    const int n = snprintf(prefix, sizeof prefix, "%.270s:%ld:", b->path, line);
    if (strncmp(fault->where, prefix, (size_t)n) != 0) {
        char where[sizeof fault->where];
        snprintf(where, sizeof where, "%.200s:%ld:1: %.80s", b->path, line, fault->where);
        memcpy(fault->where, where, sizeof where);
    }
    fault->status = fault->status == WT_EXIT_USAGE ? WT_EXIT_INPUT : fault->status;
}

static bool is_dash(const char *path) {
    return path && strcmp(path, "-") == 0;
}

// Read a line as a job. *empty: it holds none.
static bool read_job(batch *b, job *j, long line, const char *text, size_t n, bool *empty,
                     wt_fault *fault) {
    *j = (job){0};
    *empty = false;
    if (!split(j, b->path, line, text, n, fault)) {
        return false;
    }
    *empty = j->typed.count == 1;
    if (*empty) {
        return true;
    }
    if (!wt_response_expand(&j->response, &j->typed, 0, &j->words, fault)) {
        return false;
    }
    j->has_settings = true;
    j->hash = hash_of_words(&j->words);
    if (!wt_job_read(&j->words, &j->settings, fault)) {
        return false;
    }
    if (j->settings.help || j->settings.version || j->settings.each) {
        wt_fault_set(fault, WT_EXIT_INPUT, "option",
                     "a line of a batch makes one file (leave --help, --version and --each out)");
        return false;
    }
    if (!j->settings.output || is_dash(j->settings.output)) {
        wt_fault_set(fault, WT_EXIT_INPUT, "--output",
                     "jobs cannot share standard output (give the line an -o FILE)");
        return false;
    }
    j->settings.jobs = 1;
    j->settings.measure = b->settings.log_path != NULL;
    j->settings.progress = WT_PROGRESS_NEVER;
    j->settings.loudness = b->settings.loudness == WT_QUIET ? WT_QUIET : j->settings.loudness;
    if (b->settings.sync != WT_SYNC_FILE) { // the batch syncs all, or none
        j->settings.sync = WT_SYNC_NONE;
    }
    return true;
}

// All that can be known before rendering: words, output, notes, waves, format.
static bool check_job(batch *b, job *j, long line, wt_fault *fault) {
    const wt_settings *s = &j->settings;
    if (is_dash(s->score_path) || is_dash(s->scale_path) || is_dash(s->keymap_path)) {
        wt_fault_set(fault, WT_EXIT_INPUT, is_dash(s->score_path) ? "--score" : "--scale",
                     "jobs cannot share standard input (name a file)");
        return false;
    }
    if (b->settings.log_path && wt_deliver_reads(s, b->settings.log_path)) {
        wt_fault_set(fault, WT_EXIT_INPUT, "--log",
                     "'%.200s' is an input of this line (name another file)", b->settings.log_path);
        return false;
    }
    if (!wt_outputs_add(&b->outputs, s->output, line, fault) ||
        !wt_deliver_spares_words(s, &j->words, fault)) {
        return false;
    }
    if (b->settings.sync == WT_SYNC_END && !wt_disks_add(&b->disks, s->output)) {
        wt_fault_memory(fault);
        return false;
    }
    return wt_job_check(&j->settings, b->library, fault);
}

static bool in_shard(const batch *b, long job_number) {
    return b->settings.shards == 0 || job_number % b->settings.shards == b->settings.shard - 1;
}

static bool check_line(batch *b, const char *text, size_t n, wt_fault *fault) {
    job j;
    bool empty;
    bool ok = read_job(b, &j, b->line, text, n, &empty, fault);
    if (ok && !empty) {
        ok = check_job(b, &j, b->line, fault);
        b->jobs += ok;
    }
    job_free(&j);
    if (!ok) {
        blame_line(b, b->line, fault);
    }
    return ok;
}

// A refused line must not be rendered by the second pass either.
static bool remember_bad(batch *b) {
    uint32_t number = 0;
    bool was_there;
    if (wt_names_add(&b->bad, (uint64_t)b->line, &number, &was_there)) {
        return true;
    }
    b->status = WT_EXIT_RESOURCE;
    return false;
}

// False: the last getline() ended with an error, not the file.
static bool read_whole(batch *b) {
    if (!ferror(b->file)) {
        return true;
    }
    wt_fault fault = {0};
    wt_fault_set(&fault, WT_EXIT_INPUT, b->path, "cannot read: %s", strerror(errno));
    wt_report_fault(&fault);
    b->status = WT_EXIT_INPUT;
    return false;
}

// The first pass. False: nothing is to be rendered.
static bool check_all(batch *b) {
    ssize_t n;
    bool ok = true;
    while ((n = getline(&b->text, &b->text_room, b->file)) >= 0) {
        wt_fault fault = {0};
        ++b->line;
        b->checked += (uint64_t)n;
        if (!check_line(b, b->text, (size_t)n, &fault)) {
            wt_report_fault(&fault);
            b->status = b->settings.keep_going ? WT_EXIT_FAILED : fault.status;
            ok = false;
            if (!b->settings.keep_going) {
                break;
            }
            if (!remember_bad(b)) {
                return false;
            }
        }
    }
    if (!read_whole(b)) {
        return false;
    }
    rewind(b->file);
    b->line = 0;
    return ok || b->settings.keep_going;
}

static bool already_done(const batch *b, const job *j) {
    return b->settings.resume && wt_names_has(&b->done, j->hash) &&
           access(j->settings.output, F_OK) == 0;
}

// What was done may be lost, or its line in the log. Said once.
static void tell_lost(batch *b, const char *step, int error) {
    if (b->status != WT_EXIT_OUTPUT) {
        wt_fault lost = {0};
        wt_fault_set(&lost, WT_EXIT_OUTPUT, b->settings.log_path ? b->settings.log_path : b->path,
                     "%s: %s", step, strerror(error));
        wt_report_fault(&lost);
    }
    b->status = WT_EXIT_OUTPUT;
    b->stop = true;
}

static void finish_job(batch *b, const job *j, long line, const wt_fault *fault,
                       const wt_result *result) {
    const char *output = j->settings.output ? j->settings.output : "";
    const wt_batch_entry entry = {line, output, j->hash, j->settings.rate, fault, result};
    const char *failed = wt_batch_log_write(&b->log, &entry);
    const int error = errno;
    pthread_mutex_lock(&b->lock);
    wt_meter_advance(&b->meter, 1, output);
    if (fault->status) {
        ++b->failed;
        b->stop = b->stop || !b->settings.keep_going;
    }
    if (failed) {
        tell_lost(b, failed, error);
    }
    pthread_mutex_unlock(&b->lock);
}

static void run_line(batch *b, long line, const char *text, size_t n) {
    job j;
    bool empty;
    wt_fault fault = {0};
    wt_result result = {0};
    const bool ok = read_job(b, &j, line, text, n, &empty, &fault);
    if (ok && already_done(b, &j)) {
        pthread_mutex_lock(&b->lock);
        wt_meter_skip(&b->meter, j.settings.output);
        pthread_mutex_unlock(&b->lock);
    } else {
        const bool done = ok && wt_job_run(&j.settings, b->library, &result, &fault);
        if (!done && !wt_output_ending()) {
            blame_line(b, line, &fault);
            wt_report_fault(&fault);
        }
        if (done || !wt_output_ending()) { // a signal ends the program, not a job
            finish_job(b, &j, line, &fault, &result);
        }
    }
    job_free(&j);
}

// Read a line that was checked: what was added to the file since is none, and a file that lost or
// changed lines is a fault.
static ssize_t read_checked(batch *b) {
    if (b->stop || b->read == b->checked) {
        return -1;
    }
    const ssize_t n = getline(&b->text, &b->text_room, b->file);
    b->read += n > 0 ? (uint64_t)n : 0;
    const bool torn = n > 0 && b->text[n - 1] != '\n' && b->read != b->checked;
    if (n >= 0 && b->read <= b->checked && !torn) {
        ++b->line;
        return n;
    }
    b->stop = true;
    if (read_whole(b)) {
        wt_fault fault = {0};
        wt_fault_set(&fault, WT_EXIT_INPUT, b->path,
                     "it has changed since its lines were checked (start again, with --resume)");
        wt_report_fault(&fault);
        b->status = WT_EXIT_INPUT;
    }
    return -1;
}

// Copy the next line of this shard; with the lock held. Null: no more.
static char *next_line(batch *b, long *line, size_t *n) {
    ssize_t got;
    while ((got = read_checked(b)) >= 0) {
        if (wt_words_none((int)b->line, b->text, (size_t)got)) {
            continue;
        }
        if (!in_shard(b, b->jobs++) || wt_names_has(&b->bad, (uint64_t)b->line)) {
            continue;
        }
        *line = b->line;
        *n = (size_t)got;
        char *copy = malloc(*n + 1);
        if (copy) {
            memcpy(copy, b->text, *n + 1);
        } else {
            b->status = WT_EXIT_RESOURCE;
        }
        return copy;
    }
    return NULL;
}

static bool work(void *context) {
    batch *b = context;
    long line = 0;
    size_t n = 0;
    pthread_mutex_lock(&b->lock);
    char *text = next_line(b, &line, &n);
    pthread_mutex_unlock(&b->lock);
    if (!text) {
        return false;
    }
    run_line(b, line, text, n);
    free(text);
    return true;
}

// Standard input can be read but once: it goes through a file without a name.
static FILE *spool_stdin(wt_fault *fault) {
    FILE *file = tmpfile();
    char block[4096]; // stacks may be small
    size_t n = 0;
    while (file && !ferror(file) && (n = fread(block, 1, sizeof block, stdin)) > 0) {
        fwrite(block, 1, n, file);
    }
    if (ferror(stdin)) {
        wt_fault_set(fault, WT_EXIT_INPUT, "standard input", "cannot read: %s", strerror(errno));
    } else if (!file || fflush(file) != 0 || ferror(file)) {
        wt_fault_set(fault, WT_EXIT_RESOURCE, "standard input", "cannot keep it in a file: %s",
                     strerror(errno));
    }
    if (fault->status && file) {
        fclose(file);
        file = NULL;
    }
    if (file) {
        rewind(file);
    }
    return file;
}

static bool open_file(batch *b, wt_fault *fault) {
    const char *path = b->settings.batch_path;
    struct stat s;
    if (!path || strcmp(path, "-") == 0) {
        b->path = "standard input";
        b->file = spool_stdin(fault);
        return b->file != NULL;
    }
    b->path = path;
    if (stat(path, &s) == 0 && !S_ISREG(s.st_mode)) {
        wt_fault_set(fault, WT_EXIT_INPUT, path, "it is not a regular file (pipe it into batch -)");
        return false;
    }
    b->file = fopen(path, "re");
    if (!b->file) {
        wt_fault_set(fault, WT_EXIT_INPUT, b->path, "cannot open: %s", strerror(errno));
    }
    return b->file != NULL && wt_outputs_reserve(&b->outputs, path, fault);
}

static bool prepare(batch *b, wt_fault *fault) {
    const wt_settings *s = &b->settings;
    if (s->resume && !s->log_path) {
        wt_fault_set(fault, WT_EXIT_USAGE, "--resume",
                     "it needs the log of the run before (add --log FILE)");
        return false;
    }
    if ((s->root && !wt_outputs_set_root(&b->outputs, s->root, fault)) || !open_file(b, fault) ||
        (s->log_path && !wt_outputs_reserve(&b->outputs, s->log_path, fault)) ||
        (s->resume && !wt_batch_log_read(s->log_path, &b->done, fault))) {
        return false;
    }
    if (wt_library_new(&b->library) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    return true;
}

static long in_this_shard(const wt_settings *s, long jobs) {
    return s->shards ? (jobs + s->shards - s->shard) / s->shards : jobs;
}

static void run_jobs(batch *b, wt_fault *fault) {
    const wt_disks *disks = b->settings.sync == WT_SYNC_END ? &b->disks : NULL;
    if (!wt_batch_log_open(&b->log, b->settings.log_path, disks, fault)) {
        return;
    }
    wt_meter_start(&b->meter, &b->settings, (uint64_t)in_this_shard(&b->settings, b->jobs));
    b->jobs = 0;
    wt_pool_run(b->settings.jobs, work, b);
    wt_meter_end(&b->meter);
    const char *failed = wt_batch_log_close(&b->log);
    if (failed) {
        tell_lost(b, failed, errno);
    }
    if (b->failed > 0 && b->status == 0) {
        b->status = WT_EXIT_FAILED;
    }
}

static void run(batch *b, wt_fault *fault) {
    if (!prepare(b, fault) || !check_all(b)) {
        return;
    }
    if (b->settings.dry_run) {
        wt_report_detail(b->settings.loudness, "%s: %ld jobs", b->path, b->jobs);
        return;
    }
    run_jobs(b, fault);
}

static void read_operand(wt_option_use *use) {
    if (use->settings->batch_path) {
        wt_fault_text(use->fault, use->place, "FILE", use->value, 0,
                      "a batch is one file (cat them together, or use -)");
    }
    use->settings->batch_path = use->value;
}

int wt_command_batch(const wt_words *words) {
    batch b = {.lock = PTHREAD_MUTEX_INITIALIZER, .log = {.fd = -1}};
    wt_fault fault = {0};
    wt_settings_init(&b.settings);
    if (wt_options_read(words, WT_FOR_BATCH, &b.settings, read_operand, &fault)) {
        if (b.settings.help || b.settings.version) {
            b.status = wt_help_or_version(&b.settings, WT_FOR_BATCH);
        } else {
            run(&b, &fault);
        }
    }
    if (fault.status) {
        wt_report_fault(&fault);
    }
    if (b.file) {
        fclose(b.file);
    }
    free(b.text);
    wt_outputs_free(&b.outputs);
    wt_disks_free(&b.disks);
    wt_names_free(&b.bad);
    wt_names_free(&b.done);
    wt_library_free(b.library);
    wt_settings_free(&b.settings);
    return fault.status ? fault.status : b.status;
}
