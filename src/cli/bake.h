// Tables from recipes.
#ifndef WT_CLI_BAKE_H
#define WT_CLI_BAKE_H

#include "io/table_in.h"
#include "text/recipe.h"

// Make the cycles of `recipe`: `table` owns its samples afterwards. WT_BAD_RANGE where a formula
// gives no number, or nothing sounds; WT_LIMIT where the work would take longer than some seconds;
// WT_NO_MEMORY. `message` then says more.
wt_status wt_bake(wt_table_file *table, const wt_recipe *recipe, wt_message *message);

#endif
