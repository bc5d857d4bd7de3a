import { useState } from 'preact/hooks';
import { Modal } from '../staff/modal';
import { Choices, End } from './choices';
import type { Console } from './console';
import { t } from './labels';
import { colleagues, teamsOf } from './pickdialogs';

interface Props {
  desk: Console;
  conversation: string;
  close: () => void;
}

/** Passes the conversation on to a colleague or to a team, with a note. */
export function Transfer({ desk, conversation, close }: Props) {
  const [to, setTo] = useState('');
  const [team, setTeam] = useState('');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    if (!to && !team) {
      setFault(t.transferMissing);
      return;
    }
    void desk.acts.run({ type: 'transfer', ...(to ? { to } : { team }), ...(note.trim() ? { text: note.trim() } : {}) }, conversation);
    close();
  };
  const people = colleagues(desk);
  const teams = teamsOf(desk, desk.thread()?.state?.team);
  return (
    <Modal title={t.transferTitle} close={t.close} onClose={close} test="transfer-dialog">
      <form onSubmit={submit}>
        {people.length > 0 && (
          <Choices
            title={t.toPeople}
            options={people}
            value={to}
            choose={(id) => {
              setTo(id);
              setTeam('');
              setFault('');
            }}
            test="transfer-person"
            first
          />
        )}
        {teams.length > 0 && (
          <Choices
            title={t.toTeams}
            options={teams}
            value={team}
            choose={(id) => {
              setTeam(id);
              setTo('');
              setFault('');
            }}
            test="transfer-team"
          />
        )}
        <label for="transfer-note">{t.transferNote}</label>
        <textarea
          id="transfer-note"
          rows={3}
          dir="auto"
          aria-describedby="transfer-hint"
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
          data-test="transfer-note"
        />
        <p class="hint" id="transfer-hint">
          {t.transferNoteHint}
        </p>
        <p class="fault" role="alert">
          {fault}
        </p>
        <End cancel={t.cancel} onCancel={close} submit={t.transferNow} test="transfer-confirm" />
      </form>
    </Modal>
  );
}
