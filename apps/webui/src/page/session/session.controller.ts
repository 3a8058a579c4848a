import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Request, Response } from 'express';
import { Access } from '../../access/access';
import { SESSION_COOKIE } from '../../access/sessions';
import { schemaOf } from '../../http/open-api';
import { Refusal } from '../../http/refusal';
import { bodyOf } from '../../http/validation';
import type { Session } from '../contract';

export class SignIn {
  @MaxLength(4096) @IsString() token: string;
}

@ApiTags('page: session')
@Controller('api/page/session')
export class SessionController {
  constructor(private readonly access: Access) {}

  @Get()
  @ApiOperation({ summary: 'Whether a token is asked for, and whether one was given' })
  session(@Req() request: Request): Session {
    return { token_needed: this.access.tokenNeeded, signed_in: this.access.isSignedIn(request) };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs in: a cookie stands for the token from now on' })
  @ApiBody({ schema: schemaOf(SignIn) })
  signIn(
    @Body(bodyOf(SignIn)) { token }: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Session {
    const session = this.access.startSession();
    if (session !== undefined) {
      if (!this.access.isToken(token)) throw new Refusal(401, 'This is not the token that WEBUI_TOKEN says');
      response.cookie(SESSION_COOKIE, session.value, { ...attributesFor(request), maxAge: session.maxAgeMs });
    }
    return { token_needed: this.access.tokenNeeded, signed_in: true };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out' })
  signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    response.clearCookie(SESSION_COOKIE, attributesFor(request));
  }
}

/** A page that came over TLS, by a proxy, has a cookie that goes over TLS only. */
function attributesFor({ headers }: Request) {
  const secure = headers.origin?.startsWith('https://') ?? false;
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
}
