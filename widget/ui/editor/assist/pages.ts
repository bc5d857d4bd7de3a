// Everything that a language model stands behind: loaded when a page shows some of it.
export { DraftArticle } from './draftarticle';
export { Doubts } from './doubts';
export { Phrasings } from './phrasings';
export { VoicePage } from './voicepage';
