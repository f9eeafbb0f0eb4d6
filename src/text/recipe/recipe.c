// Recipes, line by line.
#include "text/recipe/recipe.h"

#include "text/number.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_LINE "wavetable recipe"
#define THE_END "the end of the line"

static size_t mark_length(const char *text) {
    return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static bool ends_line(char c) {
    return c == '\n' || c == '\0';
}

bool wt_is_recipe(const char *text, size_t n) {
    const size_t length = strlen(FIRST_LINE);
    const size_t mark = n >= 3 ? mark_length(text) : 0;
    return n >= mark + length && memcmp(text + mark, FIRST_LINE, length) == 0 &&
           (n == mark + length || strchr("\n\r \t#", text[mark + length]));
}

// Pass what only separates, then need the line to end.
static wt_parse end_line(const char *text, size_t at) {
    at += wt_formula_blank(text + at);
    if (!ends_line(text[at])) {
        return wt_parse_fault(WT_BAD_SYNTAX, at, THE_END);
    }
    return wt_parsed(at + (text[at] == '\n'));
}

static wt_parse read_title(const char *text, wt_recipe *recipe) {
    size_t length = strcspn(text, "\n");
    const size_t next = length + (text[length] == '\n');
    while (length > 0 && strchr(" \t\r", text[length - 1])) {
        --length;
    }
    if (length == 0 || length >= sizeof recipe->title) {
        return wt_parse_fault(length ? WT_BAD_RANGE : WT_BAD_SYNTAX, 0,
                              "a title of 1 to 127 letters");
    }
    memcpy(recipe->title, text, length);
    recipe->title[length] = '\0';
    for (char *c = recipe->title; *c; ++c) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c; // must not steer a terminal
    }
    return wt_parsed(next);
}

// To the end of the line, and of the lines that continue it.
static wt_parse read_remark(const char *text, wt_recipe *recipe) {
    (void)recipe;
    size_t at = 0;
    do {
        at += strcspn(text + at, "\n");
        at += text[at] == '\n';
    } while (text[at] == ' ' || text[at] == '\t');
    return wt_parsed(at);
}

static wt_parse read_count(const char *text, int64_t low, int64_t high, const char *expected,
                           uint32_t *count) {
    int64_t number = 0;
    const wt_parse parse = wt_read_integer(text, low, high, &number);
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, 0, expected);
    }
    *count = (uint32_t)number;
    return end_line(text, parse.at);
}

static wt_parse read_cycles(const char *text, wt_recipe *recipe) {
    return read_count(text, 1, WT_RECIPE_MAX_CYCLES, "a number of cycles, 1 to 256",
                      &recipe->cycles);
}

static wt_parse read_length(const char *text, wt_recipe *recipe) {
    return read_count(text, WT_RECIPE_MIN_LENGTH, WT_RECIPE_MAX_LENGTH,
                      "the samples of a cycle, 4 to 65536", &recipe->length);
}

// What may follow the word: the peak, which is 1 otherwise.
static wt_parse read_peak(const char *text, size_t at, wt_recipe *recipe) {
    at += strspn(text + at, " \t");
    if ((text[at] < '0' || text[at] > '9') && text[at] != '.') {
        return end_line(text, at);
    }
    const wt_parse parse =
        wt_read_number_in(text + at, 0.01, 1.0, "a peak of 0.01 to 1", &recipe->peak);
    return parse.status == WT_OK ? end_line(text, at + parse.at) : wt_shifted(parse, at);
}

static wt_parse read_level(const char *text, wt_recipe *recipe) {
    static const char *const words[] = {
        [WT_LEVEL_EACH] = "each", [WT_LEVEL_TABLE] = "table", [WT_LEVEL_HEARD] = "heard"};
    const size_t length = wt_formula_name_length(text);
    for (int i = WT_LEVEL_EACH; i <= WT_LEVEL_HEARD; ++i) {
        if (strlen(words[i]) == length && memcmp(text, words[i], length) == 0) {
            recipe->level = (wt_recipe_level)i;
            return i == WT_LEVEL_HEARD ? end_line(text, length) : read_peak(text, length, recipe);
        }
    }
    return wt_parse_fault(WT_BAD_SYNTAX, 0, "each, table or heard");
}

static wt_parse read_edges(const char *text, wt_recipe *recipe) {
    const size_t length = wt_formula_name_length(text);
    const bool soft = length == 4 && memcmp(text, "soft", 4) == 0;
    recipe->hard_edges = length == 4 && memcmp(text, "hard", 4) == 0;
    if (!soft && !recipe->hard_edges) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, "soft or hard");
    }
    return end_line(text, length);
}

// A path would reach beyond the line: the SPEC is read from a copy of its own.
static wt_parse read_spec(const char *text, size_t length, wt_recipe *recipe) {
    char *spec = malloc(length + 1);
    if (!spec) {
        return wt_no_memory(0);
    }
    memcpy(spec, text, length);
    spec[length] = '\0';
    wt_parse parse = wt_read_wave(spec, &recipe->waves);
    free(spec);
    for (size_t i = 0; parse.status == WT_OK && i < recipe->waves.n_items; ++i) {
        if (recipe->waves.items[i].path || recipe->waves.items[i].kind == WT_WAVE_NOISE) {
            parse = wt_parse_fault(WT_BAD_SYNTAX, recipe->waves.items[i].at,
                                   "a built-in wave such as saw, pulse:0.25 or harm:1:0.5");
        }
    }
    return parse;
}

static wt_parse read_waves(const char *text, wt_recipe *recipe) {
    if (recipe->waves.n_items > 0) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, "one list of waves");
    }
    const wt_parse parse = read_spec(text, strcspn(text, " \t\r\n#"), recipe);
    return parse.status == WT_OK ? end_line(text, parse.at) : parse;
}

static const struct {
    const char *word;
    wt_parse (*read)(const char *text, wt_recipe *recipe); // of what follows the word
} keywords[] = {
    {"title", read_title},   {"about", read_remark},  {"source", read_remark},
    {"rights", read_remark}, {"cycles", read_cycles}, {"length", read_length},
    {"level", read_level},   {"edges", read_edges},   {"waves", read_waves},
};

static int keyword_place(const char *word, size_t length) {
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; ++i) {
        if (strlen(keywords[i].word) == length && memcmp(keywords[i].word, word, length) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int definition_place(const wt_formulas *all, const char *name, size_t length) {
    for (size_t i = 0; i < all->n_definitions; ++i) {
        if (strlen(all->definitions[i].name) == length &&
            memcmp(all->definitions[i].name, name, length) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static wt_parse read_definition(const char *text, size_t at, size_t length, wt_recipe *recipe) {
    const char *name = text + at;
    size_t value = at + length;
    value += wt_formula_blank(text + value);
    if (text[value] != '=') {
        return wt_parse_fault(
            WT_BAD_SYNTAX, at,
            "title, about, source, rights, cycles, length, level, edges, waves, or "
            "a definition NAME = FORMULA");
    }
    if (wt_formula_reserves(name, length)) {
        return wt_parse_fault(WT_BAD_SYNTAX, at, "another name: this is a variable or a function");
    }
    if (definition_place(&recipe->formulas, name, length) >= 0) {
        return wt_parse_fault(WT_BAD_SYNTAX, at, "another name: this one is defined above");
    }
    ++value;
    const wt_parse parse =
        wt_shifted(wt_read_formula(text + value, name, length, at, &recipe->formulas), value);
    if (parse.status == WT_OK && !ends_line(text[parse.at])) {
        return wt_parse_fault(WT_BAD_SYNTAX, parse.at, "an operator or " THE_END);
    }
    return parse.status == WT_OK ? end_line(text, parse.at) : parse;
}

static wt_parse read_line(const char *text, size_t at, wt_recipe *recipe) {
    const size_t length = wt_formula_name_length(text + at);
    const int keyword = keyword_place(text + at, length);
    if (keyword >= 0) {
        at += length;
        at += strspn(text + at, " \t");
        return wt_shifted(keywords[keyword].read(text + at, recipe), at);
    }
    if (length > 0) {
        return read_definition(text, at, length, recipe);
    }
    at += wt_formula_blank(text + at);
    return ends_line(text[at])
               ? end_line(text, at)
               : wt_parse_fault(WT_BAD_SYNTAX, at, "a word such as title, or NAME = FORMULA");
}

// Decide what sounds, and see that its formulas speak of nothing else.
static wt_parse complete(wt_recipe *recipe, size_t end) {
    const wt_formulas *all = &recipe->formulas;
    recipe->amplitude = definition_place(all, "amplitude", 9);
    recipe->phase = definition_place(all, "phase", 5);
    recipe->sample = definition_place(all, "sample", 6);
    const bool has_waves = recipe->waves.n_items > 0;
    if ((recipe->amplitude >= 0) + (recipe->sample >= 0) + has_waves != 1) {
        return wt_parse_fault(WT_BAD_SYNTAX, end,
                              "one of amplitude = FORMULA, sample = FORMULA and waves SPEC above");
    }
    if (recipe->phase >= 0 && recipe->amplitude < 0) {
        return wt_parse_fault(WT_BAD_SYNTAX, all->definitions[recipe->phase].at,
                              "another name: a phase belongs to an amplitude");
    }
    recipe->kind = has_waves             ? WT_RECIPE_WAVES
                   : recipe->sample >= 0 ? WT_RECIPE_SAMPLES
                                         : WT_RECIPE_HARMONICS;
    for (size_t i = 0; i < all->n_definitions; ++i) {
        const wt_definition *d = &all->definitions[i];
        if (d->uses_x && recipe->kind != WT_RECIPE_SAMPLES) {
            return wt_parse_fault(WT_BAD_SYNTAX, d->at,
                                  "a formula without x: phase is what a sample has");
        }
        if (d->uses_k && recipe->kind != WT_RECIPE_HARMONICS) {
            return wt_parse_fault(WT_BAD_SYNTAX, d->at,
                                  "a formula without k: harmonics are what an amplitude has");
        }
    }
    return wt_parsed(end);
}

static wt_parse read_lines(const char *text, wt_recipe *recipe) {
    const size_t size = strlen(text);
    if (size > WT_RECIPE_MAX_TEXT) {
        return wt_parse_fault(WT_BAD_RANGE, WT_RECIPE_MAX_TEXT, "at most 65536 bytes");
    }
    if (!wt_is_recipe(text, size)) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, "the line \"" FIRST_LINE "\"");
    }
    wt_parse parse = end_line(text, mark_length(text) + strlen(FIRST_LINE));
    while (parse.status == WT_OK && text[parse.at]) {
        parse = read_line(text, parse.at, recipe);
    }
    return parse.status == WT_OK ? complete(recipe, parse.at) : parse;
}

wt_parse wt_read_recipe(const char *text, wt_recipe *recipe) {
    *recipe = (wt_recipe){.cycles = 1, .length = 2048, .peak = 1.0};
    const wt_parse parse = read_lines(text, recipe);
    if (parse.status != WT_OK) {
        wt_recipe_free(recipe);
    }
    return parse;
}

void wt_recipe_free(wt_recipe *recipe) {
    wt_wave_text_free(&recipe->waves);
    wt_formulas_free(&recipe->formulas);
}
