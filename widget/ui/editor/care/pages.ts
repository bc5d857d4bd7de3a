// The pages on what there is to do and on importing, loaded together when one of them is gone to.
export { CarePage } from './carepage';
export { ImportPage } from '../import/importpage';
