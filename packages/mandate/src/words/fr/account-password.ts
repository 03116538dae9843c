import type { Words } from '../en/en.ts'

export const accountPassword: Words['accountPassword'] = {
  title: 'Mot de passe',
  isSet: 'Vous pouvez vous connecter avec un mot de passe.',
  isNotSet: 'Votre compte n’a pas de mot de passe.',
  change: 'Changer votre mot de passe',
  choose: 'Choisir un mot de passe',
  whatEnds:
    'Votre session reste ouverte ici et prend fin partout ailleurs, peut-être aussi dans certaines applications. Les autres restent associées.',
  changed: 'Votre mot de passe est modifié',
  othersOut: 'Vos sessions dans tous les autres navigateurs ont pris fin.',
}
