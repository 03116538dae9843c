import type { Words } from '../en/en.ts'

export const codes: Words['codes'] = {
  invalid_request: {
    title: 'Begäran var ofullständig eller felaktig',
    meaning:
      'En parameter saknades, upprepades eller hade ett värde som den inte kan ha. Vilken det är står i svarets error_description.',
  },
  invalid_client: {
    title: 'Klienten kunde inte autentiseras',
    meaning:
      'Klientens id är okänt, hemligheten är fel, eller så har klienten stängts av. Jämför båda med det som visades vid registreringen.',
  },
  invalid_grant: {
    title: 'Koden eller uppdateringstokenen var inte giltig',
    meaning:
      'Den är okänd, har gått ut, är redan använd, har återkallats eller utfärdades till en annan klient; eller så är redirect URI eller PKCE-verifieraren inte den som den utfärdades för. Vilket det är står i svarets error_description.',
  },
  invalid_scope: {
    title: 'Omfånget var inte tillgängligt',
    meaning:
      'Omfånget (scope) är felaktigt, okänt eller vidare än vad klienten får begära eller har beviljats.',
  },
  invalid_target: {
    title: 'API:et var inte tillgängligt',
    meaning: 'Parametern resource anger ett API som är okänt här eller inte har beviljats.',
  },
  unsupported_grant_type: {
    title: 'Denna grant_type erbjuds inte',
    meaning: 'De som erbjuds står i serverns metadata.',
  },
  unauthorized_client: {
    title: 'Klienten får inte göra detta',
    meaning: 'Den är inte registrerad för denna grant_type eller response_type.',
  },
  unsupported_response_type: {
    title: 'Denna response_type erbjuds inte',
    meaning: 'Den enda response_type här är code.',
  },
  access_denied: {
    title: 'Åtkomst nekades',
    meaning:
      'Användaren nekade åtkomst, eller så är åtkomst inte möjlig för den här klienten eller det här kontot.',
  },
  authorization_pending: {
    title: 'Inte bestämt än',
    meaning: 'Användaren har varken godkänt eller nekat enheten än. Den fortsätter att fråga.',
  },
  slow_down: {
    title: 'Enheten frågar för ofta',
    meaning:
      'Inget är bestämt än. Enheten väntar fem sekunder längre mellan två frågor från och med nu.',
  },
  expired_token: {
    title: 'Enhetskoden har gått ut',
    meaning: 'Användaren bestämde sig inte i tid. Enheten ber om nya koder.',
  },
  request_not_supported: {
    title: 'Detta begäransobjekt stöds inte',
    meaning:
      'Det är inte signerat. Signera det med en registrerad nyckel, eller skicka auktoriseringsbegärans parametrar en och en.',
  },
  request_uri_not_supported: {
    title: 'request_uri stöds inte',
    meaning: 'Skicka auktoriseringsbegärans parametrar en och en, utan request_uri.',
  },
  invalid_request_uri: {
    title: 'Denna request_uri var inte giltig',
    meaning:
      'Den är okänd, har gått ut, är redan använd eller tillhör en annan klient. Skicka begäran på nytt (RFC 9126).',
  },
  invalid_redirect_uri: {
    title: 'En redirect-URI godtogs inte',
    meaning:
      'En klient ville registrera sig med en redirect-URI som inte kan användas här. Svarets error_description anger orsaken.',
  },
  invalid_client_metadata: {
    title: 'Klientens metadata godtogs inte',
    meaning:
      'En klient ville registrera sig med en uppgift som är felaktig, saknas eller inte erbjuds här. Svarets error_description anger vilken.',
  },
  invalid_authorization_details: {
    title: 'Dessa authorization_details var inte giltiga',
    meaning:
      'De är felaktiga, har en typ eller ett fält som inte finns här eller inte gäller för klienten, eller har inte beviljats. Svarets error_description anger orsaken.',
  },
  invalid_dpop_proof: {
    title: 'DPoP-beviset var inte giltigt',
    meaning:
      'Det saknas, är felaktigt, är redan använt eller gjordes för en annan begäran. Svarets error_description anger orsaken (RFC 9449).',
  },
  use_dpop_nonce: {
    title: 'DPoP-beviset behöver ett nonce',
    meaning:
      'Svaret hade ett i huvudet DPoP-Nonce. Skicka begäran på nytt, med ett nytt bevis som innehåller det (RFC 9449).',
  },
  invalid_request_object: {
    title: 'Begäransobjektet var inte giltigt',
    meaning:
      'Det är inte signerat med en nyckel som är registrerad för klienten, eller innehåller ett otillåtet värde. Svarets error_description anger orsaken.',
  },
  login_required: {
    title: 'Användaren måste logga in',
    meaning:
      'Begäran förbjöd alla sidor med prompt=none, och ingen var inloggad. Skicka den igen utan prompt=none.',
  },
  interaction_required: {
    title: 'Användaren måste göra något för att logga in',
    meaning:
      'Begäran förbjöd alla sidor med prompt=none, och användaren måste göra något innan inloggningen är klar. Skicka den igen utan prompt=none.',
  },
  unmet_authentication_requirements: {
    title: 'Inloggningen kan inte bli så stark som krävs',
    meaning:
      'Inget av värdena i acr_values kan nås här, eller användaren kan inte nå något av dem. Metadata visar vilka som är möjliga.',
  },
  consent_required: {
    title: 'Användaren måste ge sitt samtycke',
    meaning:
      'Begäran förbjöd alla sidor med prompt=none, och samtycke behövdes. Skicka den igen utan prompt=none.',
  },
  invalid_token: {
    title: 'Åtkomsttoken gällde inte',
    meaning:
      'Den saknas, har gått ut, är återkallad eller är inte till för den adress som anropades. Svarets error_description säger vilket.',
  },
  insufficient_scope: {
    title: 'Åtkomsttoken tillåter för lite',
    meaning: 'Den saknar ett scope som adressen kräver. Be om det i auktoriseringsanropet.',
  },
  not_found: {
    title: 'Det finns inget på den här adressen',
    meaning:
      'Begäran skickades till en adress som inte är en slutpunkt på den här servern. Den rätta står i svarets error_description, och alla i serverns metadata.',
  },
  server_error: {
    title: 'Något gick fel på servern',
    meaning: 'Det var inget fel på begäran. Skicka den igen om en stund.',
  },
  temporarily_unavailable: {
    title: 'Servern var tillfälligt otillgänglig',
    meaning: 'Inget har gått förlorat. Skicka samma begäran igen.',
  },
}
