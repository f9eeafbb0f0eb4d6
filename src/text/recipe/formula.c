// Formulas as people type them, by recursive descent.
#include "text/recipe/formula_parts.h"

#include "base/grow.h"
#include "base/math.h"
#include "text/number.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text;
    size_t at;
    wt_formulas *all;
    bool uses_k, uses_x;
    int nesting;
    int stack; // how many numbers would stand on it
    wt_parse fault;
} reader;

size_t wt_formula_blank(const char *text) {
    size_t at = 0;
    for (;;) {
        at += strspn(text + at, " \t\r");
        if (text[at] == '#') {
            at += strcspn(text + at, "\n");
        }
        if (text[at] != '\n' || (text[at + 1] != ' ' && text[at + 1] != '\t')) {
            return at;
        }
        ++at;
    }
}

size_t wt_formula_name_length(const char *text) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return text[0] && text[0] != '_' && strspn(text, "0123456789") == 0 ? strspn(text, letters) : 0;
}

// The slot of a variable; -1: there is none of this name.
static int variable_slot(const char *name, size_t length) {
    const char *const found = length == 1 ? strchr("kxpcn", name[0]) : NULL;
    return found ? (int)(found - "kxpcn") : -1;
}

static bool is_pi(const char *name, size_t length) {
    return length == 2 && memcmp(name, "pi", 2) == 0;
}

bool wt_formula_reserves(const char *name, size_t length) {
    return variable_slot(name, length) >= 0 || is_pi(name, length) ||
           wt_function_place(name, length) >= 0;
}

static bool fail(reader *r, wt_status status, size_t at, const char *expected) {
    r->fault = wt_parse_fault(status, at, expected);
    return false;
}

static bool emit(reader *r, wt_step step) {
    wt_formulas *all = r->all;
    r->stack += 1 - step.n_arguments;
    if (r->stack > WT_MAX_STACK || all->n_steps == WT_MAX_STEPS) {
        return fail(r, WT_BAD_RANGE, r->at, "a shorter formula (define parts of it before)");
    }
    wt_step *steps = wt_grow(all->steps, all->n_steps, &all->room, sizeof *steps);
    if (!steps) {
        r->fault = wt_no_memory(r->at);
        return false;
    }
    all->steps = steps;
    steps[all->n_steps++] = step;
    return true;
}

static bool emit_number(reader *r, double number) {
    return emit(r, (wt_step){WT_STEP_NUMBER, 0, 0, number});
}

static bool emit_call(reader *r, const char *name, size_t length, int n) {
    const int place = wt_function_place(name, length);
    return emit(r, (wt_step){WT_STEP_CALL, (uint8_t)n, (uint16_t)place, 0.0});
}

static void skip(reader *r) {
    r->at += wt_formula_blank(r->text + r->at);
}

static bool take(reader *r, char sign) {
    const bool there = r->text[r->at] == sign;
    if (there) {
        ++r->at;
        skip(r);
    }
    return there;
}

static bool read_comparison(reader *r);

static bool read_arguments(reader *r, int place) {
    const wt_function *f = &wt_functions[place];
    int n = 0;
    do {
        if (n == f->most) {
            return fail(r, WT_BAD_SYNTAX, r->at,
                        f->most == 1 ? "a closing bracket: the function takes one number"
                                     : "a closing bracket: the function takes no more numbers");
        }
        if (!read_comparison(r)) {
            return false;
        }
        ++n;
    } while (take(r, ','));
    if (r->text[r->at] != ')') {
        return fail(r, WT_BAD_SYNTAX, r->at, "an operator, a comma or a closing bracket");
    }
    if (n < f->least) {
        return fail(r, WT_BAD_SYNTAX, r->at, "a comma and another number for the function");
    }
    take(r, ')');
    return emit(r, (wt_step){WT_STEP_CALL, (uint8_t)n, (uint16_t)place, 0.0});
}

static bool read_defined(reader *r, const char *name, size_t length) {
    for (size_t i = 0; i < r->all->n_definitions; ++i) {
        const wt_definition *d = &r->all->definitions[i];
        if (strlen(d->name) == length && memcmp(d->name, name, length) == 0) {
            r->uses_k = r->uses_k || d->uses_k;
            r->uses_x = r->uses_x || d->uses_x;
            return emit(r, (wt_step){WT_STEP_VALUE, 0, (uint16_t)(WT_SLOT_DEFINED + i), 0.0});
        }
    }
    return fail(r, WT_BAD_SYNTAX, r->at - length,
                "a variable (k x p c n pi), a function, or a name defined above");
}

static bool read_name(reader *r, size_t length) {
    const char *name = r->text + r->at;
    const int slot = variable_slot(name, length);
    const int place = wt_function_place(name, length);
    r->at += length;
    if (place >= 0) {
        skip(r);
        if (!take(r, '(')) {
            return fail(r, WT_BAD_SYNTAX, r->at, "an opening bracket after the function's name");
        }
        return read_arguments(r, place);
    }
    bool ok;
    if (is_pi(name, length)) {
        ok = emit_number(r, WT_PI);
    } else if (slot >= 0) {
        r->uses_k = r->uses_k || slot == WT_SLOT_K;
        r->uses_x = r->uses_x || slot == WT_SLOT_X;
        ok = emit(r, (wt_step){WT_STEP_VALUE, 0, (uint16_t)slot, 0.0});
    } else {
        ok = read_defined(r, name, length);
    }
    skip(r);
    return ok;
}

static bool read_atom(reader *r) {
    const size_t length = wt_formula_name_length(r->text + r->at);
    if (length > 0) {
        return read_name(r, length);
    }
    if (take(r, '(')) {
        if (!read_comparison(r)) {
            return false;
        }
        return take(r, ')') || fail(r, WT_BAD_SYNTAX, r->at, "an operator or a closing bracket");
    }
    double number = 0.0;
    const wt_parse parse = wt_read_number(r->text + r->at, &number);
    if (parse.status != WT_OK) {
        return fail(r, parse.status, r->at, "a number, a name or an opening bracket");
    }
    r->at += parse.at;
    skip(r);
    return emit_number(r, number);
}

static bool read_signed(reader *r) {
    if (r->nesting == WT_MAX_NESTING) {
        return fail(r, WT_BAD_RANGE, r->at, "fewer brackets within each other");
    }
    ++r->nesting;
    bool ok;
    if (take(r, '-')) {
        ok = read_signed(r) && emit_call(r, "--", 2, 1);
    } else {
        ok = read_atom(r);
        if (ok && take(r, '^')) {
            ok = read_signed(r) && emit_call(r, "^", 1, 2);
        }
    }
    --r->nesting;
    return ok;
}

static bool read_product(reader *r) {
    bool ok = read_signed(r);
    while (ok && (r->text[r->at] == '*' || r->text[r->at] == '/')) {
        const char *sign = r->text + r->at;
        take(r, *sign);
        ok = read_signed(r) && emit_call(r, sign, 1, 2);
    }
    return ok;
}

static bool read_sum(reader *r) {
    bool ok = read_product(r);
    while (ok && (r->text[r->at] == '+' || r->text[r->at] == '-')) {
        const char *sign = r->text + r->at;
        take(r, *sign);
        ok = read_product(r) && emit_call(r, sign, 1, 2);
    }
    return ok;
}

static bool read_comparison(reader *r) {
    if (!read_sum(r)) {
        return false;
    }
    const char *sign = r->text + r->at;
    const size_t length = strspn(sign, "<>=!");
    if (length == 0) {
        return true;
    }
    if (length > 2 || wt_function_place(sign, length) < 0) {
        return fail(r, WT_BAD_SYNTAX, r->at, "one of the comparisons < <= > >= == !=");
    }
    r->at += length;
    skip(r);
    return read_sum(r) && emit_call(r, sign, length, 2);
}

wt_parse wt_read_formula(const char *text, const char *name, size_t name_length, size_t name_at,
                         wt_formulas *all) {
    const size_t begin = all->n_steps;
    reader r = {.text = text, .all = all, .fault = wt_parsed(0)};
    if (all->n_definitions == WT_MAX_DEFINITIONS) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "at most 64 definitions");
    }
    wt_definition *d = &all->definitions[all->n_definitions];
    if (name_length >= sizeof d->name) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a shorter name, of at most 23 letters");
    }
    skip(&r);
    if (!read_comparison(&r)) {
        all->n_steps = begin;
        return r.fault;
    }
    *d = (wt_definition){.at = name_at,
                         .begin = (uint32_t)begin,
                         .end = (uint32_t)all->n_steps,
                         .uses_k = r.uses_k,
                         .uses_x = r.uses_x};
    memcpy(d->name, name, name_length);
    ++all->n_definitions;
    return wt_parsed(r.at);
}

void wt_formulas_free(wt_formulas *all) {
    free(all->steps);
    *all = (wt_formulas){0};
}
