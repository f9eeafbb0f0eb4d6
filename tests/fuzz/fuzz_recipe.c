// Fuzzes recipes: what they read reads again as the same, and small ones bake into cycles that are
// finite and within full scale, or say why not.
#include "fuzz_text.h"

#include "app/waves/recipe_render.h"

static void check_definition(const wt_recipe *r, const wt_definition *d, const char *text) {
    const wt_formulas *all = &r->formulas;
    CHECK(strlen(d->name) > 0 && strncmp(text + d->at, d->name, strlen(d->name)) == 0);
    CHECK(d->begin < d->end && d->end <= all->n_steps);
    CHECK(!d->uses_k || r->kind == WT_RECIPE_HARMONICS);
    CHECK(!d->uses_x || r->kind == WT_RECIPE_SAMPLES);
    CHECK(!wt_formula_reserves(d->name, strlen(d->name)));
}

static void check_recipe(const wt_recipe *r, const char *text) {
    CHECK(r->cycles >= 1 && r->cycles <= WT_RECIPE_MAX_CYCLES);
    CHECK(r->length >= WT_RECIPE_MIN_LENGTH && r->length <= WT_RECIPE_MAX_LENGTH);
    CHECK((r->kind == WT_RECIPE_HARMONICS) == (r->amplitude >= 0));
    CHECK((r->kind == WT_RECIPE_SAMPLES) == (r->sample >= 0));
    CHECK((r->kind == WT_RECIPE_WAVES) == (r->waves.n_items > 0));
    CHECK(r->formulas.n_definitions <= WT_MAX_DEFINITIONS);
    CHECK(r->formulas.n_steps <= WT_MAX_STEPS);
    for (size_t i = 0; i < r->formulas.n_definitions; ++i) {
        check_definition(r, &r->formulas.definitions[i], text);
    }
    for (size_t i = 0; i < r->waves.n_items; ++i) {
        CHECK(!r->waves.items[i].path);
    }
}

static void check_same(const wt_recipe *a, const wt_recipe *b) {
    CHECK(a->cycles == b->cycles && a->length == b->length && a->kind == b->kind);
    CHECK(strcmp(a->title, b->title) == 0 && a->level == b->level &&
          a->hard_edges == b->hard_edges);
    CHECK(a->formulas.n_steps == b->formulas.n_steps);
    CHECK(a->formulas.n_definitions == b->formulas.n_definitions);
    CHECK(a->waves.n_items == b->waves.n_items);
}

static void check_table(const wt_table_file *t, const wt_recipe *r) {
    CHECK(t->n_cycles == r->cycles && t->length == r->length);
    float peak = 0.0f;
    for (size_t i = 0; i < (size_t)t->n_cycles * t->length; ++i) {
        const float x = t->samples[i] < 0.0f ? -t->samples[i] : t->samples[i];
        CHECK(x <= 1.0f);
        peak = x > peak ? x : peak;
    }
    CHECK(peak == 1.0f);
}

// Few cycles and short ones, so that an execution takes no longer than reading.
static void bake(wt_recipe *r, const uint8_t *data, size_t size) {
    wt_table_file table;
    wt_message message = {""};
    r->cycles = r->cycles < 2 ? r->cycles : 2;
    r->length = r->length < 16 ? r->length : r->length % 2 ? 15 : 16;
    arm_memory(data, size);
    const wt_status status = wt_recipe_render(&table, r, &message);
    const int refused = allocations_refused;
    fail_after_allocations(-1);
    CHECK((status == WT_NO_MEMORY) == (refused > 0));
    CHECK(status == WT_OK || !table.samples);
    CHECK(status == WT_OK || status == WT_NO_MEMORY || message.text[0]);
    if (status == WT_OK) {
        check_table(&table, r);
    }
    wt_table_file_free(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = copy_text(data, size);
    wt_recipe recipe;
    arm_memory(data, size);
    const wt_parse parse = wt_read_recipe(text, &recipe);
    if (!check_parse(text, parse)) {
        CHECK(!recipe.formulas.steps && !recipe.waves.items);
        free(text);
        return 0;
    }
    CHECK(parse.at == strlen(text));
    wt_recipe again;
    CHECK(same_parse(parse, wt_read_recipe(text, &again)));
    check_recipe(&recipe, text);
    check_same(&recipe, &again);
    wt_recipe_free(&again);
    bake(&recipe, data, size);
    wt_recipe_free(&recipe);
    free(text);
    return 0;
}
