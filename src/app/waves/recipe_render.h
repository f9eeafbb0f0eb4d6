// Tables from recipes.
#ifndef WT_APP_WAVES_RECIPE_RENDER_H
#define WT_APP_WAVES_RECIPE_RENDER_H

#include "io/table/table_in.h"
#include "text/recipe/recipe.h"

// Make the cycles of `recipe`: `table` owns its samples afterwards. WT_BAD_RANGE where a formula
// gives no number, or nothing sounds; WT_LIMIT where the work would take longer than some seconds;
// WT_NO_MEMORY. `message` then says more.
wt_status wt_recipe_render(wt_table_file *table, const wt_recipe *recipe, wt_message *message);

#endif
