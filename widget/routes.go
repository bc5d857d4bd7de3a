package widget

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"frontdesk/bot/account"
	"frontdesk/knowledge/audit"
)

// action answers a request, or returns the error that fail turns into an answer.
type action func(w http.ResponseWriter, r *http.Request) error

// staffAction is an action of a member of the staff whose role allows it.
type staffAction func(w http.ResponseWriter, r *http.Request, who account.Staff) error

// within bounds the time that an answer may take to make. Sockets and pages have no such bound.
const within = 10 * time.Second

// withinSlow bounds what may sit the exam or read an import.
const withinSlow = time.Minute

// open mounts an action that everybody may ask for.
func (e *edge) open(a action) http.HandlerFunc { return e.bounded(within, a) }

func (e *edge) bounded(limit time.Duration, a action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		if err := a(w, r.WithContext(ctx)); err != nil {
			e.fail(w, r, err)
		}
	}
}

// staff mounts an action that needs a permission.
func (e *edge) staff(p account.Permission, a staffAction) http.HandlerFunc {
	return e.permitted(within, p, a)
}

// staffSlow mounts one that may take long.
func (e *edge) staffSlow(p account.Permission, a staffAction) http.HandlerFunc {
	return e.permitted(withinSlow, p, a)
}

func (e *edge) permitted(limit time.Duration, p account.Permission, a staffAction) http.HandlerFunc {
	return e.bounded(limit, func(w http.ResponseWriter, r *http.Request) error {
		who, err := e.gate.Require(r, p)
		if err != nil {
			return err
		}
		return a(w, r.WithContext(audit.By(r.Context(), who.ID)), who)
	})
}

// routes is the one list of addresses.
func (e *edge) routes() *chi.Mux {
	m := chi.NewRouter()
	m.Use(e.observe, e.secure, e.ownOrigin, middleware.GetHead)
	m.NotFound(e.notFound)
	m.MethodNotAllowed(e.methodNotAllowed)

	m.Get("/healthz", e.open(e.healthz))
	m.Get("/readyz", e.open(e.readyz))
	m.Get("/metrics", e.open(e.metrics))

	m.Get("/widget.js", e.open(e.loader))
	m.Get("/ui/{file}", e.open(e.built))
	m.Get("/panel", e.open(e.panel))
	m.Get("/sign-in", e.open(e.signInPage))
	m.Get("/agent", e.open(e.staffPage("agent.html", account.ReadConversations)))
	m.Get("/editor", e.open(e.staffPage("editor.html", account.EditArticles)))

	m.Get("/settings", e.open(e.staffPage("settings.html", account.ManageDesk)))
	m.Get("/continue", e.open(e.continuePage))

	m.With(e.limited("file", newLimiter(e.clock, e.Limits.Customer), tooMany)).Get("/file/{id}/{name}", e.open(e.file))

	m.Get("/ws/customer", e.customerSocket)
	m.Get("/ws/staff", e.staffSocket)

	m.Route("/api/site/{site}", func(m chi.Router) {
		m.Use(e.limited("customer", newLimiter(e.clock, e.Limits.Customer), tooMany))
		m.Get("/", e.open(e.home))
		m.With(e.limited("search", newLimiter(e.clock, e.Limits.Search), tooMany)).Get("/search", e.open(e.search))
		m.Get("/article", e.open(e.article))
		m.With(e.limited("vote", newLimiter(e.clock, e.Limits.Vote), tooMany)).Post("/article/helpful", e.open(e.helpful))
	})

	m.With(e.limited("continue", newLimiter(e.clock, e.Limits.SignIn), tooMany)).Post("/api/continue", e.open(e.continueTalk))

	m.Group(func(m chi.Router) {
		m.Use(e.limited("sign_in", newLimiter(e.clock, e.Limits.SignIn), tooManySignIns))
		m.Post("/api/sign-in", e.open(e.signIn))
		m.Post("/api/sign-in/link", e.open(e.redeemLink))
	})
	m.Group(func(m chi.Router) {
		m.Use(e.limited("staff", newLimiter(e.clock, e.Limits.Staff), tooMany))
		m.Post("/api/sign-out", e.open(e.signOut))
		m.Get("/api/me", e.staff(account.SignedIn, e.me))
		m.Post("/api/me/password", e.staff(account.SignedIn, e.changePassword))

		m.Get("/api/agent/causes", e.staff(account.TakeConversations, e.causes))
		m.Get("/api/agent/aids", e.staff(account.TakeConversations, e.aids))
		m.Get("/api/agent/suggest", e.staff(account.TakeConversations, e.suggest))
		m.Get("/api/agent/customer", e.staff(account.TakeConversations, e.customer))
		m.Get("/api/agent/customer/data", e.staff(account.ManageDesk, e.customerData))
		m.Post("/api/agent/customer/export", e.staffSlow(account.ManageDesk, e.exportCustomer))
		m.Post("/api/agent/customer/erase", e.staffSlow(account.ManageDesk, e.eraseCustomer))
		m.Get("/api/agent/find", e.staff(account.TakeConversations, e.findConversations))
		m.Get("/api/agent/article", e.staff(account.TakeConversations, e.draftArticle))
		m.Post("/api/agent/commitments", e.staff(account.TakeConversations, e.commitments))
		m.Post("/api/agent/bulk", e.staff(account.TakeConversations, e.bulk))
		m.Post("/api/agent/bulk/undo", e.staff(account.TakeConversations, e.undoBulk))
		m.Post("/api/agent/article-suggestion", e.staff(account.TakeConversations, e.suggestFix))
		drafts := newLimiter(e.clock, assistPerMinute)
		m.Post("/api/agent/assist/summary", e.assisted(account.TakeConversations, e.Drafts != nil, drafts, e.assistSummary))
		m.Post("/api/agent/assist/reply", e.assisted(account.TakeConversations, e.Drafts != nil, drafts, e.assistReply))
		m.Post("/api/agent/assist/rewrite", e.assisted(account.TakeConversations, e.Drafts != nil, drafts, e.assistRewrite))
		m.Post("/api/agent/assist/translate", e.assisted(account.TakeConversations, e.Drafts != nil, drafts, e.assistTranslate))
		m.Post("/api/editor/assist/article", e.assisted(account.EditArticles, e.Writing != nil, drafts, e.assistArticle))
		m.Post("/api/editor/assist/phrasings", e.assisted(account.EditArticles, e.Writing != nil, drafts, e.assistPhrasings))
		m.Post("/api/editor/assist/contradiction", e.assisted(account.EditArticles, e.Writing != nil, drafts, e.assistContradiction))
		m.Post("/api/editor/assist/preview", e.assisted(account.EditArticles, e.Writing != nil, drafts, e.assistPreview))
		m.Get("/api/staff/article", e.staff(account.ReadRevisions, e.anyRevision))

		m.Get("/api/editor/articles", e.staff(account.EditArticles, e.listArticles))
		m.Get("/api/editor/article", e.staff(account.EditArticles, e.openArticle))
		m.Post("/api/editor/article", e.staff(account.EditArticles, e.createArticle))
		m.Put("/api/editor/article", e.staff(account.EditArticles, e.saveArticle))
		m.Put("/api/editor/autosave", e.staff(account.EditArticles, e.keepTyped))
		m.Delete("/api/editor/autosave", e.staff(account.EditArticles, e.dropTyped))
		m.Get("/api/editor/autosaves", e.staff(account.EditArticles, e.listTyped))
		m.Post("/api/editor/publish", e.staffSlow(account.PublishArticles, e.publishArticle))
		m.Post("/api/editor/withdraw", e.staffSlow(account.PublishArticles, e.withdrawArticle))
		m.Post("/api/editor/schedule", e.staffSlow(account.PublishArticles, e.scheduleArticle))
		m.Post("/api/editor/unschedule", e.staff(account.PublishArticles, e.unscheduleArticle))
		m.Post("/api/editor/review", e.staff(account.EditArticles, e.askReview))
		m.Post("/api/editor/review/return", e.staff(account.PublishArticles, e.returnReview))
		m.Get("/api/editor/revisions", e.staff(account.EditArticles, e.listRevisions))
		m.Get("/api/editor/revision", e.staff(account.EditArticles, e.openRevision))
		m.Post("/api/editor/preview", e.staff(account.EditArticles, e.preview))

		m.Post("/api/editor/check", e.staffSlow(account.EditArticles, e.checkArticle))
		m.Post("/api/editor/try", e.staffSlow(account.EditArticles, e.tryArticle))
		m.Get("/api/editor/questions", e.staff(account.EditArticles, e.realQuestions))
		m.Get("/api/editor/exam", e.staff(account.EditArticles, e.listExam))
		m.Post("/api/editor/exam", e.staff(account.EditArticles, e.addExamQuestion))
		m.Delete("/api/editor/exam", e.staff(account.EditArticles, e.dropExamQuestion))
		m.Post("/api/editor/exam/sit", e.staffSlow(account.EditArticles, e.sitExam))
		m.Get("/api/editor/article/gaps", e.staff(account.EditArticles, e.articleGaps))
		m.Get("/api/editor/synonyms", e.staff(account.EditArticles, e.openSynonyms))
		m.Put("/api/editor/synonyms", e.staffSlow(account.PublishArticles, e.saveSynonyms))
		m.Post("/api/editor/synonyms/try", e.staffSlow(account.EditArticles, e.trySynonyms))
		m.Get("/api/editor/neversay", e.staff(account.EditArticles, e.openNeverSay))
		m.Put("/api/editor/neversay", e.staff(account.PublishArticles, e.saveNeverSay))
		m.Post("/api/editor/neversay/try", e.staffSlow(account.EditArticles, e.previewNeverSay))

		m.Get("/api/editor/care", e.staff(account.EditArticles, e.listCare))
		m.Post("/api/editor/links", e.staffSlow(account.EditArticles, e.checkLinks))
		m.Post("/api/editor/file", e.staffSlow(account.EditArticles, e.addFile))
		m.Post("/api/editor/suggestion", e.staff(account.EditArticles, e.closeSuggestion))

		m.Get("/api/editor/gaps", e.staff(account.EditArticles, e.listGaps))
		m.Get("/api/editor/gap", e.staff(account.EditArticles, e.openGap))
		m.Post("/api/editor/gap/recheck", e.staff(account.EditArticles, e.recheckGap))
		m.Post("/api/editor/gap/write", e.staff(account.EditArticles, e.changeGap(func(ctx context.Context, in gapAct) error { return e.Gaps.Write(ctx, in.ID, in.Article) })))
		m.Post("/api/editor/gap/dismiss", e.staff(account.EditArticles, e.changeGap(func(ctx context.Context, in gapAct) error { return e.Gaps.Dismiss(ctx, in.ID) })))
		m.Post("/api/editor/gap/reopen", e.staff(account.EditArticles, e.changeGap(func(ctx context.Context, in gapAct) error { return e.Gaps.Reopen(ctx, in.ID) })))

		m.Post("/api/editor/import", e.permitted(withinTransfer, account.EditArticles, e.lookAtImport))
		m.Post("/api/editor/import/apply", e.staffSlow(account.PublishArticles, e.applyImport))
		m.Get("/api/editor/export", e.permitted(withinTransfer, account.EditArticles, e.exportArticles))

		m.Get("/api/insight/standards", e.staff(account.ReadInsight, e.standards))

		m.Get("/api/model", e.staff(account.ManageDesk, e.model))
		m.Post("/api/model/check", e.staff(account.ManageDesk, e.checkModel))

		m.Get("/api/settings/people", e.staff(account.ManageDesk, e.people))
		m.Post("/api/settings/neversay/try", e.staff(account.EditArticles, e.tryNeverSay))
		m.Get("/api/settings/{name}", e.staff(account.ManageDesk, e.openSettings))
		m.Put("/api/settings/{name}", e.staff(account.ManageDesk, e.saveSettings))
	})
	return m
}

// ownOrigin refuses requests that change something and come from a page of another site. Browsers say where a
// request comes from; what says nothing is no browser and carries nobody's cookie.
func (e *edge) ownOrigin(next http.Handler) http.Handler {
	own := http.NewCrossOriginProtection()
	if err := own.AddTrustedOrigin(e.origins.Own()); err != nil {
		panic(err) // ParseOrigin made it: it is an origin
	}
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.fail(w, r, errForeignOrigin) }))
	return own.Handler(next)
}

// customerSocket lets the panel's pages open their socket.
func (e *edge) customerSocket(w http.ResponseWriter, r *http.Request) {
	if !e.origins.Customer(r) {
		e.fail(w, r, errForeignOrigin)
		return
	}
	e.CustomerSocket.ServeHTTP(w, r)
}

// staffSocket lets agents open theirs. A browser sends the cookie along with a socket opened by any site, and
// CrossOriginProtection lets a GET pass: the origin is what tells a hijacker.
func (e *edge) staffSocket(w http.ResponseWriter, r *http.Request) {
	if !e.origins.Staff(r) {
		e.fail(w, r, errForeignOrigin)
		return
	}
	who, err := e.gate.Require(r, account.ReadConversations)
	if err != nil {
		e.fail(w, r, err)
		return
	}
	e.StaffSocket(w, r, who)
}

func (e *edge) notFound(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/ws/") || strings.HasPrefix(r.URL.Path, "/ui/") {
		e.fail(w, r, errNoSuchAPI)
		return
	}
	_ = plainPage(w, http.StatusNotFound, notFoundPage) // never fails
}

func (e *edge) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	path, err := url.PathUnescape(r.URL.EscapedPath())
	if err != nil {
		path = r.URL.Path
	}
	for _, method := range methods {
		if e.mux.Match(chi.NewRouteContext(), method, path) {
			w.Header().Add("Allow", method)
		}
	}
	e.fail(w, r, errMethod)
}
