import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const profile: Words['profile'] = {
  address: 'E-postadress',
  name: 'Namn',
  confirmed: 'Bekräftad',
  notConfirmed: 'Inte bekräftad än',
  sendLink: 'Skicka en länk för att bekräfta den',
  waiting: ({ newEmail }) =>
    phrase`Vi har skickat en länk till ${newEmail}. Din adress ändras när du öppnar den.`,
  cancelChange: 'Avbryt ändringen',
  newAddress: 'Ny e-postadress',
  howItChanges:
    'Vi skickar en länk till den nya adressen och meddelar den gamla. Inget ändras förrän du öppnar länken.',
  changeAddress: 'Byt adress',
  askOperator: 'Be dem som driver tjänsten om att ändra din adress.',
  ofADirectory: ({ provider }) =>
    phrase`Din adress kommer från katalogen hos ${provider}. Be dem som sköter katalogen om att ändra den.`,
  linkSent: ({ email }) => phrase`Vi har skickat en länk till ${email}.`,
  tooOften: 'Du har redan bett om flera länkar. Öppna den senaste eller försök igen senare.',
  isAddress: 'Det här är redan din adress.',
  cancelled: 'Din adress förblir som den är.',
  noChange: 'Det fanns ingen ändring att avbryta.',
  language: 'Språk',
  ofTheBrowser: 'Som i webbläsaren',
  saveLanguage: 'Spara',
  languageSaved: 'Sidor och mejl är på det här språket från och med nu.',
  aboutYou: 'Om dig',
  whence:
    'Kommer från den tjänst som du loggar in med, eller från dem som driver den här tjänsten. Appar får veta det bara om du tillåter det.',
  claims: {
    given_name: 'Förnamn',
    family_name: 'Efternamn',
    middle_name: 'Mellannamn',
    nickname: 'Smeknamn',
    preferred_username: 'Användarnamn',
    profile: 'Profilsida',
    picture: 'Bild',
    website: 'Webbplats',
    gender: 'Kön',
    birthdate: 'Födelsedatum',
    zoneinfo: 'Tidszon',
    locale: 'Språk och region',
    phone_number: 'Telefonnummer',
    address: 'Postadress',
  },
}
