// The texts about a customer's data.
const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

export const t = {
  open: 'Export or erase this customer’s data…',
  title: 'This customer’s data',
  close: 'Close',
  cancel: 'Cancel',
  loading: 'Looking what is kept…',
  kept: (conversations: number, messages: number, letters: number) =>
    `Kept: ${many(conversations, 'conversation', 'conversations')} with ${many(messages, 'message', 'messages')}${letters > 0 ? ` and ${many(letters, 'letter', 'letters')}` : ''}.`,
  since: (day: string) => `First here on ${day}.`,
  erasing: 'An erasure of this customer was begun. It is finished by itself.',
  exportTitle: 'Hand it out',
  exportWhy: 'A ZIP with every conversation as a text and everything else that is kept. What only staff see is in a file of its own: look through it first.',
  exportNow: 'Download everything',
  exporting: 'Preparing the file…',
  exported: 'The file is in your downloads.',
  eraseTitle: 'Erase it',
  eraseWhy:
    'Deletes all conversations of this customer, letters, and what the desk knows of them, for good and on every server. Figures stay, but do not show who it was. If their page is open, it tells them so. Backups taken before still hold it: restore them with the list of erased customers.',
  confirm: (reference: string) => `To erase it, type ${reference}`,
  wrong: (reference: string) => `Type ${reference} as it stands here.`,
  eraseNow: 'Erase for good',
  erasingNow: 'Erasing…',
  erased: (n: number) => `The customer’s data is erased, with ${many(n, 'conversation', 'conversations')}.`,
};
