import { closeCode } from '../shared/wire';
import type { Console } from './console';
import { t } from './strings';

/** Says that the connection is away. The region is always there, so that its words are read. */
export function Banner({ desk }: { desk: Console }) {
  const { connection, away } = desk.link;
  const ended = connection.name === 'stopped' && connection.code >= 4500 && connection.code !== closeCode.signedOut;
  const old = connection.name === 'stopped' && connection.code === closeCode.version;
  return (
    <div role="status" class="banner" data-test="banner">
      {away && connection.name !== 'stopped' && <p>{desk.desk.known ? t.reconnecting : t.connecting}</p>}
      {ended && (
        <p>
          {old ? t.mustReload : t.blocked}{' '}
          <button type="button" onClick={() => location.reload()}>
            {t.reload}
          </button>
        </p>
      )}
    </div>
  );
}
