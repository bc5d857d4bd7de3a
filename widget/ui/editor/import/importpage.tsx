import { useEffect, useRef } from 'preact/hooks';
import type { Me } from '../../staff/http';
import { Page } from '../check/page';
import type { Go } from '../route';
import { Choose, Sending } from './choose';
import { Done } from './done';
import { Export } from './export';
import { useImport } from './importing';
import { iw } from './importwords';
import { Report } from './report';

interface Props {
  me: Me;
  go: Go;
  arrived: boolean;
}

/** Brings articles in from a file, after showing what would change, and hands all of them out. */
export function ImportPage({ me, go, arrived }: Props) {
  const work = useImport();
  const { stage, fault } = work;
  const result = useRef<HTMLHeadingElement>(null);
  // What was pressed is gone: the focus goes to what came of it.
  useEffect(() => {
    if (stage.name === 'looked' || stage.name === 'done') result.current?.focus();
  }, [stage.name]);
  return (
    <Page title={iw.title} intro={iw.intro} arrived={arrived} test="import" state={stage.name}>
      <p role="status" class="gone">
        {stage.name === 'sending' && (stage.share < 1 ? iw.sending(stage.file.name) : iw.reading(stage.file.name))}
        {stage.name === 'looked' && (work.applying ? iw.applying : iw.looked(stage.file.name))}
        {stage.name === 'done' && iw.doneTitle}
      </p>
      <div role="alert">
        {fault && !work.stopped && (
          <p class="notice bad" data-test="import-fault">
            {fault}
          </p>
        )}
      </div>
      {stage.name === 'choosing' && <Choose choose={work.choose} />}
      {stage.name === 'sending' && <Sending file={stage.file} share={stage.share} stop={work.stop} />}
      {stage.name === 'looked' && <Report key={stage.look.token} work={work} file={stage.file} look={stage.look} roles={me.roles} heading={result} />}
      {stage.name === 'done' && <Done look={stage.look} summary={stage.summary} go={go} again={work.reset} heading={result} />}
      {stage.name === 'choosing' && <Export />}
    </Page>
  );
}
