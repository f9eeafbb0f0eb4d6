// Placeholder.
typedef int wt_text_is_empty;
