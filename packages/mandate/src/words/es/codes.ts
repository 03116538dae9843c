import type { Words } from '../en/en.ts'

export const codes: Words['codes'] = {
  invalid_request: {
    title: 'La solicitud estaba incompleta o mal formada',
    meaning:
      'Un parámetro faltaba, estaba repetido o tenía un valor no permitido. El campo error_description de la respuesta indica cuál.',
  },
  invalid_client: {
    title: 'Falló la autenticación del cliente',
    meaning:
      'El identificador del cliente es desconocido, el secreto es incorrecto o el cliente se desactivó. Compare ambos con lo que se mostró al registrarlo.',
  },
  invalid_grant: {
    title: 'El código o el token de actualización no era válido',
    meaning:
      'Es desconocido, ha caducado, ya se usó, se revocó o se emitió para otro cliente; o bien el URI de redirección o el verificador PKCE no es el de su emisión. El campo error_description de la respuesta lo precisa.',
  },
  invalid_scope: {
    title: 'El ámbito (scope) no estaba disponible',
    meaning:
      'Está mal formado, es desconocido o es más amplio de lo que este cliente puede pedir o se le concedió.',
  },
  invalid_target: {
    title: 'La API no estaba disponible',
    meaning: 'El parámetro resource indica una API que aquí no se conoce o que no se concedió.',
  },
  unsupported_grant_type: {
    title: 'Este grant_type no se ofrece',
    meaning: 'Los metadatos del servidor enumeran los que sí.',
  },
  unauthorized_client: {
    title: 'El cliente no puede hacer esto',
    meaning: 'No está registrado para este grant_type o response_type.',
  },
  unsupported_response_type: {
    title: 'Este response_type no se ofrece',
    meaning: 'El único response_type aquí es code.',
  },
  access_denied: {
    title: 'Se denegó el acceso',
    meaning:
      'El usuario rechazó el acceso, o el acceso no es posible para este cliente o esta cuenta.',
  },
  authorization_pending: {
    title: 'Todavía sin decidir',
    meaning: 'El usuario aún no ha permitido ni rechazado el dispositivo. Este sigue preguntando.',
  },
  slow_down: {
    title: 'El dispositivo pregunta con demasiada frecuencia',
    meaning:
      'Todavía no se ha decidido nada. Desde ahora, el dispositivo espera cinco segundos más entre dos preguntas.',
  },
  expired_token: {
    title: 'El código del dispositivo ha caducado',
    meaning: 'El usuario no decidió a tiempo. El dispositivo pide códigos nuevos.',
  },
  request_not_supported: {
    title: 'Este objeto de solicitud no se admite',
    meaning:
      'No está firmado. Fírmelo con una clave registrada o envíe los parámetros de la solicitud de autorización uno a uno.',
  },
  request_uri_not_supported: {
    title: 'No se admite request_uri',
    meaning: 'Envíe los parámetros de la solicitud de autorización uno a uno, sin request_uri.',
  },
  invalid_request_uri: {
    title: 'La request_uri no era válida',
    meaning:
      'Es desconocida, ha caducado, ya se usó o pertenece a otro cliente. Envíe de nuevo la solicitud (RFC 9126).',
  },
  invalid_redirect_uri: {
    title: 'No se aceptó una URI de redirección',
    meaning:
      'Un cliente quiso registrarse con una URI de redirección que no puede usarse aquí. La error_description de la respuesta indica el motivo.',
  },
  invalid_client_metadata: {
    title: 'No se aceptaron los metadatos del cliente',
    meaning:
      'Un cliente quiso registrarse con un dato incorrecto, ausente o que no se ofrece aquí. La error_description de la respuesta indica cuál.',
  },
  invalid_authorization_details: {
    title: 'Los authorization_details no eran válidos',
    meaning:
      'Tienen un formato incorrecto, un tipo o un campo que no se conoce aquí o no corresponde a este cliente, o no se concedieron. La error_description de la respuesta indica el motivo.',
  },
  invalid_dpop_proof: {
    title: 'La prueba DPoP no era válida',
    meaning:
      'Falta, está mal formada, ya se usó o se hizo para otra solicitud. La error_description de la respuesta indica el motivo (RFC 9449).',
  },
  use_dpop_nonce: {
    title: 'La prueba DPoP necesita un nonce',
    meaning:
      'La respuesta lo incluía en su cabecera DPoP-Nonce. Envíe de nuevo la solicitud, con una prueba nueva que lo contenga (RFC 9449).',
  },
  invalid_request_object: {
    title: 'El objeto de solicitud no era válido',
    meaning:
      'No está firmado con una clave registrada para este cliente o contiene un dato no admitido. La error_description de la respuesta indica el motivo.',
  },
  login_required: {
    title: 'El usuario tiene que iniciar sesión',
    meaning:
      'La solicitud prohibía cualquier página con prompt=none y no había ninguna sesión iniciada. Envíela de nuevo sin prompt=none.',
  },
  interaction_required: {
    title: 'El usuario tiene que hacer algo para iniciar sesión',
    meaning:
      'La solicitud prohibía cualquier página con prompt=none, pero el usuario tiene que hacer algo para iniciar sesión. Envíela de nuevo sin prompt=none.',
  },
  unmet_authentication_requirements: {
    title: 'El inicio de sesión no puede ser tan fuerte como se pide',
    meaning:
      'Aquí no se ofrece ninguno de los valores de acr_values, o el usuario no puede alcanzar ninguno. Los metadatos indican los posibles.',
  },
  consent_required: {
    title: 'El usuario tiene que dar su consentimiento',
    meaning:
      'La solicitud prohibía cualquier página con prompt=none y hacía falta el consentimiento. Envíela de nuevo sin prompt=none.',
  },
  invalid_token: {
    title: 'El token de acceso no era válido',
    meaning:
      'Falta, ha caducado, se ha revocado o no es para la dirección a la que se llamó. El campo error_description de la respuesta indica la causa.',
  },
  insufficient_scope: {
    title: 'El token de acceso permite muy poco',
    meaning: 'Le falta un scope que la dirección necesita. Pídalo en la solicitud de autorización.',
  },
  not_found: {
    title: 'En esta dirección no hay nada',
    meaning:
      'La solicitud se envió a una dirección que no es un punto de conexión de este servidor. El campo error_description de la respuesta indica la correcta; los metadatos del servidor las contienen todas.',
  },
  server_error: {
    title: 'Algo salió mal en el servidor',
    meaning: 'La solicitud no tuvo la culpa. Envíela de nuevo en un momento.',
  },
  temporarily_unavailable: {
    title: 'El servidor no estuvo disponible por un momento',
    meaning: 'No se ha perdido nada. Envíe la misma solicitud de nuevo.',
  },
}
