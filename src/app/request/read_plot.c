// Readers of the options of the plot command.
#include "app/request/readers.h"
#include "app/request/value.h"

void wt_option_spectrum(wt_option_use *use) {
    use->request->spectrum = true;
}

void wt_option_wave_out(wt_option_use *use) {
    use->request->wave_out = true;
}

void wt_option_env(wt_option_use *use) {
    wt_env_setting *curve = &use->request->curve;
    wt_env_text_free(&curve->env);
    curve->text = use->value;
    curve->given = wt_value_whole(use, wt_read_env(use->value, &curve->env));
}

void wt_option_plot_type(wt_option_use *use) {
    static const char *const words[] = {"svg", "png", "csv", "txt", NULL};
    const int i = wt_value_word(use, words, -1);
    use->request->plot_type = i >= 0 ? words[i] : NULL;
}
