// What people type out of habit with other programs, and what that is here.
#ifndef WT_APP_REQUEST_HABITS_H
#define WT_APP_REQUEST_HABITS_H

// Return what to do in place of a command, or of an option (named without its dashes), of this
// name; null: nobody types it.
const char *wt_habit_of_command(const char *name);
const char *wt_habit_of_option(const char *name);

// Return what to do with a word that is no NOTE, or null.
const char *wt_habit_of_note(const char *word);

#endif
