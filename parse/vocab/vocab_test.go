package vocab_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/parse/vocab"
)

func TestFind(t *testing.T) {
	values := vocab.Of("early_results")
	for text, want := range map[string]string{
		"Major": "Major", " major. ": "Major", "Major Major": "Major", "Majority": "", "Major Marginal": "", "": "",
	} {
		if got, ok := values.Find(text); got != want || ok == (want == "") {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
	if _, ok := values.Exactly("Major Major"); ok {
		t.Error("a value printed twice is exactly one")
	}
}

func TestWithinAndPrefix(t *testing.T) {
	values := vocab.Of("ogp_value")
	terms, rest := values.Within("Technology and Innovation, access to information, Xcivic participation")
	want := []string{"Access to Information", "Technology and Innovation for Transparency and Accountability"}
	if diff := cmp.Diff(want, terms); diff != "" || rest != ",  , xcivic participation" {
		t.Errorf("rest %q, terms (-want +got):\n%s", rest, diff)
	}
	if term, n := values.Prefix("Civic ParticipationThe people"); term != "Civic Participation" || n != len(term) {
		t.Errorf("prefix %q of %d bytes", term, n)
	}
}

func TestStateAndScale(t *testing.T) {
	for text, want := range map[string]ogp.State{
		"": ogp.StateEmpty, "Pending IRM Review": ogp.StatePending, "ND": ogp.StateNoData, "Not available": ogp.StateNotAvailable, "High": ogp.StateValue,
		"examen du MII en attente": ogp.StatePending, "en attente d'examen par le MII": ogp.StatePending, "Pendiente de la revisión": ogp.StatePending,
		"“pas de données”": ogp.StateNoData, "No data on water": ogp.StateValue, "pendiente": ogp.StateValue, "sin revisión": ogp.StateValue,
	} {
		if got := vocab.State(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	if got := vocab.Of("yes_no").Scale(); got != "No / Yes" && got != "Yes / No" {
		t.Errorf("yes_no is the scale %q", got)
	}
	if vocab.Of("no such") != nil || vocab.Of("no such").Values() != nil {
		t.Error("an unknown vocabulary has values")
	}
}
