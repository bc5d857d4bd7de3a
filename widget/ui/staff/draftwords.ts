/** The texts of a document that is edited, saved and perhaps saved by somebody else meanwhile. */
export const draftWords = {
  save: 'Save',
  saving: 'Saving…',
  saved: (when: string, who: string) => (who ? `Saved ${when} by ${who}` : `Saved ${when}`),
  neverSaved: 'Nobody has changed this yet',
  unsaved: 'Unsaved changes',
  nothingToSave: 'There is nothing to save.',
  signInAgain: 'Sign in',
  conflict: (who: string, when: string) => `${who || 'Somebody'} saved this while you were editing (${when}). What you typed is still here.`,
  loadTheirs: 'Load theirs, drop mine',
  keepMine: 'Keep mine, save over theirs',
  removed: (what: string) => `Removed: ${what}.`,
  undo: 'Undo',
};
