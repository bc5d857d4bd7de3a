/** The texts of lists whose things can be opened, moved and removed. */
export const cardWords = {
  unnamed: 'Without a name',
  remove: (what: string) => `Remove ${what}`,
  moveUp: (what: string) => `Move ${what} up`,
  actsOn: (what: string) => `Actions on ${what}`,
  moveDown: (what: string) => `Move ${what} down`,
};
