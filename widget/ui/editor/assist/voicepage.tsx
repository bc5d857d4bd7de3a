// A question is answered in a voice that is tried: what customers would read, and why.
import { useEffect, useState } from 'preact/hooks';
import { byteLength } from '../../shared/format';
import { call } from '../../staff/call';
import { TextField } from '../../staff/fields';
import type { Me } from '../../staff/http';
import { may } from '../../staff/roles';
import { useAsked } from '../check/asked';
import { Page } from '../check/page';
import type { Previewed, Voice } from './assistjson';
import { examplesOf, usual, voiceOf } from './trying';
import { VoiceFields } from './voicefields';
import { VoiceResult } from './voiceresult';
import { a } from './words';

const mostHouse = 600; // bytes, as the server allows

/** The page on how the bot words its answers. */
export function VoicePage({ me, arrived }: { me: Me; arrived: boolean }) {
  const keeps = may(me.roles, '/settings');
  const [question, setQuestion] = useState('');
  const [missing, setMissing] = useState(false);
  const { voice, set, off } = useVoice(keeps);
  const examples = useExamples();
  const request = { question: question.trim(), voice: { ...voice, off: false } };
  const asked = useAsked<Previewed>(JSON.stringify(request), (signal) => call('POST', '/api/editor/assist/preview', request, signal));
  const { result, busy, fault, stale } = asked;
  const house = byteLength(voice.house);
  const ask = () => {
    setMissing(!request.question);
    if (request.question && house <= mostHouse) asked.ask();
  };
  return (
    <Page title={a.voice} intro={a.voiceIntro} arrived={arrived} test="voice" state={busy ? 'asking' : fault ? 'failed' : result ? 'ready' : 'empty'}>
      <form
        class="voice-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) ask();
        }}
      >
        <TextField label={a.question} value={question} set={setQuestion} fault={missing && !request.question ? a.questionMissing : undefined} test="voice-question" />
        {/* Its place is there before the examples are, so that nothing moves. */}
        <p class="quick voice-examples">
          {examples.length > 0 && <span class="hint">{a.examples}</span>}
          {examples.map((example) => (
            <button type="button" class="chip" key={example} dir="auto" onClick={() => setQuestion(example)} data-test="voice-example">
              {example}
            </button>
          ))}
        </p>
        <VoiceFields voice={voice} set={set} fault={house > mostHouse ? a.houseLong(house) : undefined} />
        <div class="ask">
          {busy ? (
            <button type="button" class="main" key="ask" onClick={asked.stop} data-test="voice-stop">
              {a.stop}
            </button>
          ) : (
            <button type="submit" class="main" key="ask" data-test="voice-ask">
              {result ? a.askAgain : a.ask}
            </button>
          )}
          <p role="status" class="hint">
            {busy ? a.asking : stale && a.staleVoice}
          </p>
          <p role="alert" class="fault" data-test="voice-fault">
            {fault}
          </p>
        </div>
      </form>
      <p class="hint" data-test="voice-kept">
        {off && `${a.voiceOff} `}
        {keeps ? (
          <>
            {a.keptThere}
            <a href="/settings#voice">{a.settings}</a>.
          </>
        ) : (
          a.keptElsewhere
        )}
      </p>
      {result && <VoiceResult result={result} stale={stale} />}
    </Page>
  );
}

/** The voice that is tried; it begins with that of the house for who may read it. */
function useVoice(keeps: boolean): { voice: Voice; set: (voice: Voice) => void; off: boolean } {
  const [house, setHouse] = useState(usual);
  const [tried, setTried] = useState<Voice | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    // Where it cannot be read, the usual one is as good to try.
    if (keeps) call<{ value: unknown }>('GET', '/api/settings/voice', undefined, stop.signal).then(({ value }) => setHouse(voiceOf(value)), () => undefined);
    return () => stop.abort();
  }, []);
  return { voice: tried ?? house, set: setTried, off: house.off };
}

/** Questions that customers have really asked: of the exam, else of the gaps. */
function useExamples(): string[] {
  const [examples, setExamples] = useState<string[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const get = (path: string) => call<unknown>('GET', path, undefined, stop.signal);
    Promise.all([get('/api/editor/exam?q=&page=1'), get('/api/editor/gaps?days=30&state=closed')].map((answer) => answer.catch(() => null))).then(
      ([exam, gaps]) => !stop.signal.aborted && setExamples(examplesOf(exam, gaps)),
      () => undefined,
    );
    return () => stop.abort();
  }, []);
  return examples;
}
