// The few texts outside of the panel, by language.

/** Names of the launcher and of the panel's frame. */
export const names = {
  en: { open: 'Open help', close: 'Close help', title: 'Help', unread: (n: number) => `, ${n} unread` },
  de: { open: 'Hilfe öffnen', close: 'Hilfe schließen', title: 'Hilfe', unread: (n: number) => `, ${n} ungelesen` },
};
